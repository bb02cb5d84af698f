package io.firmament.server.app;

import io.firmament.protocol.value.Digest;
import io.firmament.server.access.Access;
import io.firmament.server.access.Rights;
import io.firmament.server.access.Token;
import io.firmament.server.access.User;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The tokens that there are, and when one of them counts. */
final class Tokens {
  /** All tokens at a time. */
  static final int MOST = 10_000;

  /** Logins of a user at a time. */
  static final int MOST_OF_USER = 100;

  private static final int SECRET_BYTES = 20;
  private static final int PAGE = 500;

  private final StateStore store;
  private final SecureRandom random;
  private final InstantSource clock;

  Tokens(StateStore store, SecureRandom random, InstantSource clock) {
    this.store = store;
    this.random = random;
    this.clock = clock;
  }

  /** A fresh secret: 160 bits in 40 hexadecimal digits. */
  String secret() {
    byte[] octets = new byte[SECRET_BYTES];
    random.nextBytes(octets);
    return HexFormat.of().formatHex(octets);
  }

  /** What is kept of a secret. */
  static Digest hash(String secret) {
    return Digest.of(secret.getBytes(StandardCharsets.UTF_8));
  }

  Optional<Stored<Token>> find(Digest hash) {
    return store.find(Tables.TOKENS, hash.hex());
  }

  /** The token with this id. */
  Optional<Stored<Token>> named(String id) {
    return store.list(Tables.TOKENS, id, "", 1).stream().findFirst();
  }

  /**
   * The token of a secret, if it counts. What is compared is the hash of the secret, so that the
   * time that it takes says nothing about any secret that is kept.
   */
  Optional<Token> counting(String secret, Token.Kind kind) {
    return find(hash(secret)).map(Stored::value).filter(t -> t.kind() == kind && counts(t));
  }

  /** Whether it still counts: its time is not up, and what it came from is there. */
  boolean counts(Token token) {
    Instant now = clock.instant();
    Optional<Token> parent = token.parent().flatMap(this::find).map(Stored::value);
    boolean orphaned = token.parent().isPresent() && parent.isEmpty();
    boolean homeless = token.user().isPresent() && user(token.user().get()).isEmpty();
    return !orphaned
        && !homeless
        && !token.isOver(now)
        && parent.filter(p -> p.isOver(now)).isEmpty();
  }

  /** What it may do now: no more than its user and what it came from may. */
  Rights rights(Token token) {
    Rights rights = token.rights();
    Optional<Token> parent = token.parent().flatMap(this::find).map(Stored::value);
    if (parent.isPresent()) {
      rights = rights.and(parent.get().rights());
    }
    Optional<Stored<User>> user = token.user().flatMap(this::user);
    return user.isPresent() ? rights.and(user.get().value().rights()) : rights;
  }

  Optional<Stored<User>> user(String key) {
    return store.find(Tables.USERS, key);
  }

  /** All that are kept, also those that do not count any more. */
  List<Stored<Token>> all() {
    List<Stored<Token>> all = new ArrayList<>();
    List<Stored<Token>> page;
    do {
      String after = all.isEmpty() ? "" : all.get(all.size() - 1).key();
      page = store.list(Tables.TOKENS, "", after, PAGE);
      all.addAll(page);
    } while (page.size() == PAGE);
    return all;
  }

  /**
   * Adds tokens and ends others, as part of a bigger change; what does not count any more makes
   * room, and so does a user's oldest login.
   *
   * @param ended what ends, and what came from it
   * @throws RefusedException CONFLICT when there is no room
   */
  void replace(Change.Builder change, Predicate<Token> ended, List<Token> made)
      throws RefusedException {
    List<Stored<Token>> there = all();
    Set<Digest> gone =
        there.stream()
            .map(Stored::value)
            .filter(t -> ended.test(t) || !counts(t))
            .map(Token::hash)
            .collect(Collectors.toCollection(HashSet::new));
    made.stream().flatMap(t -> t.user().stream()).findFirst().ifPresent(u -> trim(there, gone, u));
    there.stream()
        .map(Stored::value)
        .filter(t -> t.parent().filter(gone::contains).isPresent())
        .map(Token::hash)
        .toList()
        .forEach(gone::add);
    if (there.size() - gone.size() + made.size() > MOST) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "there are " + (there.size() - gone.size()) + " tokens, and " + MOST + " is the most",
          "revoke some: GET /v1/access_tokens lists them");
    }
    there.stream()
        .filter(t -> gone.contains(t.value().hash()))
        .forEach(t -> change.remove(Tables.TOKENS, t));
    made.forEach(t -> change.create(Tables.TOKENS, t.hash().hex(), t));
  }

  private static void trim(List<Stored<Token>> there, Set<Digest> gone, String user) {
    List<Digest> logins =
        there.stream()
            .map(Stored::value)
            .filter(t -> t.kind() == Token.Kind.REFRESH && t.user().equals(Optional.of(user)))
            .filter(t -> !gone.contains(t.hash()))
            .sorted(Comparator.comparing(Token::createdAt))
            .map(Token::hash)
            .toList();
    logins.stream().limit(Math.max(0, logins.size() - MOST_OF_USER + 1)).forEach(gone::add);
  }

  /** Ends tokens and what came from them, as part of a bigger change. */
  void remove(Change.Builder change, Predicate<Token> ended) throws RefusedException {
    replace(change, ended, List.of());
  }

  /**
   * Nobody shall lock everybody out.
   *
   * @param but what is about to go
   * @throws RefusedException CONFLICT when nobody would be left who administers
   */
  void requireAdministrator(Predicate<Token> but, Optional<String> butUser)
      throws RefusedException {
    boolean key = all().stream().map(Stored::value).anyMatch(t -> t.isMasterKey() && !but.test(t));
    boolean user =
        store.list(Tables.USERS, "", "", MOST).stream()
            .filter(u -> !Optional.of(u.key()).equals(butUser))
            .anyMatch(u -> u.value().rights().allows(Access.ADMINISTER));
    if (!key && !user) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "nobody would be left who may administer this server",
          "make another administrator first");
    }
  }
}
