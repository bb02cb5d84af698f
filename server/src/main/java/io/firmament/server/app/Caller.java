package io.firmament.server.app;

import io.firmament.protocol.value.Digest;
import io.firmament.server.access.Rights;
import java.util.Optional;

/**
 * Who asks.
 *
 * @param name what is noted as the cause of what he does (feature REL11): a user's name, or what
 *     the maker of a token called it
 * @param token the hash of the token that he showed; empty where there is none
 * @param user the key of his name, where he logged in
 * @param rights what he may do
 */
public record Caller(String name, Optional<Digest> token, Optional<String> user, Rights rights) {
  /** Somebody who shows nothing, and may do nothing. */
  public static final Caller NOBODY =
      new Caller("nobody", Optional.empty(), Optional.empty(), Rights.NOTHING);

  /** The server itself, under this name: it may do everything. */
  public Caller(String name) {
    this(name, Optional.empty(), Optional.empty(), Rights.EVERYTHING);
  }
}
