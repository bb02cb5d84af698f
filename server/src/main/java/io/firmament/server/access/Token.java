package io.firmament.server.access;

import io.firmament.protocol.value.Digest;
import java.time.Instant;
import java.util.Optional;

/**
 * A token as it is kept: nobody can make the secret out of it (feature API3).
 *
 * @param hash the SHA-256 of the secret
 * @param kind what it is good for
 * @param name what it is called: its user's name, or what its maker called it
 * @param user whose login it belongs to, by the key of his name; empty for one that was issued
 * @param rights what it may do, as far as its user and the token that it came from may
 * @param parent the token that it came from: it counts no longer than that one
 * @param client the program that it was given to
 * @param createdAt when it was issued
 * @param expiresAt until when it counts; empty for good
 */
public record Token(
    Digest hash,
    Kind kind,
    String name,
    Optional<String> user,
    Rights rights,
    Optional<Digest> parent,
    String client,
    Instant createdAt,
    Optional<Instant> expiresAt) {
  private static final int ID_DIGITS = 16;

  /** What a token is good for. */
  public enum Kind {
    /** Shown with each request. */
    ACCESS,
    /** Exchanged for a new pair. */
    REFRESH
  }

  /** What it is called in lists: the first 64 bits of its hash, which give nothing away. */
  public String id() {
    return hash.hex().substring(0, ID_DIGITS);
  }

  /** Whether a text has the shape of an id, and not that of a secret. */
  public static boolean isId(String text) {
    return text.matches("[0-9a-f]{" + ID_DIGITS + "}");
  }

  /** The same, allowed something else. */
  public Token withRights(Rights now) {
    return new Token(hash, kind, name, user, now, parent, client, createdAt, expiresAt);
  }

  /** Whether its time is up. */
  public boolean isOver(Instant now) {
    return expiresAt.filter(end -> !now.isBefore(end)).isPresent();
  }

  /** Whether it administers, for good and by itself: what keeps an operator from locking out. */
  public boolean isMasterKey() {
    return kind == Kind.ACCESS
        && user.isEmpty()
        && parent.isEmpty()
        && expiresAt.isEmpty()
        && rights.allows(Access.ADMINISTER);
  }
}
