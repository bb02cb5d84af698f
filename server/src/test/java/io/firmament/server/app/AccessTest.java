package io.firmament.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.access.Access;
import io.firmament.server.access.Rights;
import io.firmament.server.access.Token;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users and tokens (feature API3). */
class AccessTest {
  private static final Optional<Duration> HOUR = Optional.of(Duration.ofHours(1));
  private static final Optional<Duration> FOR_GOOD = Optional.empty();
  private static final ProductId ONE = new ProductId(1);
  private static final ProductId TWO = new ProductId(2);
  private static final String PASSWORD = "correct horse";

  private final ServerFixture server = new ServerFixture();
  private final AccessVerbs access = server.operators().access();
  private Caller root;

  @BeforeEach
  void firstStart() {
    AtomicReference<String> told = new AtomicReference<>();
    assertThat(access.issueToken().none()).isTrue();
    access.issueToken().issueFirst(told::set);
    assertThat(access.issueToken().none()).isFalse();
    root = access.checkToken().check(told.get()).orElseThrow();
  }

  @Test
  void token_counts_until_it_expires_and_its_secret_is_nowhere() throws RefusedException {
    String secret = issue("ci", Rights.EVERYTHING, HOUR);

    assertThat(secret).matches("[0-9a-f]{40}");
    assertThat(access.checkToken().check(secret)).map(Caller::name).contains("ci");
    assertThat(access.checkToken().check(secret.toUpperCase(Locale.ROOT))).isEmpty();
    assertThat(access.checkToken().check("")).isEmpty();
    assertThat(server.store.list(Tables.TOKENS, "", "", 9).toString()).doesNotContain(secret);
    server.pass(Duration.ofHours(1));
    assertThat(access.checkToken().check(secret)).isEmpty();
  }

  @Test
  void who_knows_a_secret_may_end_it_and_once_only() throws RefusedException {
    String secret = issue("ci", Rights.ofEvery(Access.READ), FOR_GOOD);

    assertThat(access.revokeToken().revoke(secret)).isTrue();
    assertThat(access.revokeToken().revoke(secret)).isFalse();
    assertThat(access.checkToken().check(secret)).isEmpty();
  }

  @Test
  void nobody_can_lock_everybody_out() throws RefusedException {
    refused(RefusedException.Kind.CONFLICT, () -> access.revokeToken().logOut(root));
    user("boss", Rights.EVERYTHING);
    access.revokeToken().logOut(root);
    Rights less = Rights.ofEvery(Access.WRITE);
    refused(RefusedException.Kind.CONFLICT, () -> access.editUser().setRights("boss", less, root));
    refused(RefusedException.Kind.CONFLICT, () -> access.editUser().delete("boss", root));
  }

  @Test
  void login_is_a_pair_that_ends_at_logout() throws RefusedException {
    user("Ann", Rights.ofEvery(Access.WRITE));

    Login login = logIn("ann", PASSWORD).orElseThrow();

    Caller caller = access.checkToken().check(login.access()).orElseThrow();
    assertThat(caller.name()).isEqualTo("Ann");
    assertThat(caller.user()).contains("ann");
    assertThat(access.checkToken().check(login.refresh().orElseThrow()))
        .as("a refresh token opens nothing")
        .isEmpty();
    access.revokeToken().logOut(caller);
    assertThat(access.checkToken().check(login.access())).isEmpty();
    assertThat(refresh(login)).isEmpty();
  }

  @Test
  void refresh_token_is_good_once_and_ends_the_old_pair() throws RefusedException {
    user("ann", Rights.ofEvery(Access.WRITE));
    Login old = logIn("ann", PASSWORD).orElseThrow();
    server.pass(Duration.ofMinutes(90));
    assertThat(access.checkToken().check(old.access())).as("its hour is over").isEmpty();

    Login fresh = refresh(old).orElseThrow();

    assertThat(access.checkToken().check(fresh.access())).isPresent();
    assertThat(refresh(old)).isEmpty();
  }

  @Test
  void wrong_password_and_unknown_user_look_the_same() throws RefusedException {
    user("ann", Rights.ofEvery(Access.WRITE));

    assertThat(logIn("ann", "correct house")).isEmpty();
    assertThat(logIn("bob", PASSWORD)).isEmpty();
    assertThat(logIn("ann", "x".repeat(100_000))).isEmpty();
    assertThat(server.store.list(Tables.USERS, "", "", 9).toString()).doesNotContain(PASSWORD);
  }

  @Test
  void password_that_anybody_guesses_is_refused() {
    Rights rights = Rights.ofEvery(Access.READ);
    for (String weak :
        List.of("", "short", "aaaaaaaaaaaaaaa", "a.long.name@example", "x".repeat(257))) {
      refused(
          RefusedException.Kind.INVALID,
          () -> access.createUser().create(new NewUser("A.long.name@example", weak, rights), root));
    }
  }

  @Test
  void password_of_the_least_and_of_the_most_characters_is_taken() throws RefusedException {
    for (int length : List.of(Passwords.MIN_CHARACTERS, Passwords.MAX_CHARACTERS)) {
      String password = "abcde".repeat(52).substring(0, length);
      String name = "user" + length;
      access.createUser().create(new NewUser(name, password, Rights.ofEvery(Access.READ)), root);
      assertThat(logIn(name, password)).isPresent();
    }
    for (int length : List.of(Passwords.MIN_CHARACTERS - 1, Passwords.MAX_CHARACTERS + 1)) {
      String password = "abcde".repeat(52).substring(0, length);
      NewUser user = new NewUser("other", password, Rights.ofEvery(Access.READ));
      refused(RefusedException.Kind.INVALID, () -> access.createUser().create(user, root));
    }
  }

  @Test
  void password_typed_on_another_keyboard_is_the_same() throws RefusedException {
    access
        .createUser()
        .create(new NewUser("ann", "pässwörter!", Rights.ofEvery(Access.READ)), root);

    assertThat(logIn("ann", "pa\u0308sswo\u0308rter!")).isPresent();
  }

  @Test
  void another_password_ends_all_logins_but_the_one_that_chose_it() throws RefusedException {
    user("ann", Rights.ofEvery(Access.WRITE));
    Login here = logIn("ann", PASSWORD).orElseThrow();
    Login there = logIn("ann", PASSWORD).orElseThrow();
    Caller ann = access.checkToken().check(here.access()).orElseThrow();

    assertThat(access.editUser().changeOwnPassword("wrong horse", "battery staple", ann)).isEmpty();
    assertThat(access.editUser().changeOwnPassword(PASSWORD, "battery staple", ann)).isPresent();

    assertThat(access.checkToken().check(here.access())).isPresent();
    assertThat(access.checkToken().check(there.access())).isEmpty();
    assertThat(logIn("ann", PASSWORD)).isEmpty();
    assertThat(logIn("ann", "battery staple")).isPresent();
  }

  @Test
  void what_a_user_may_not_any_more_his_logins_may_not_either() throws RefusedException {
    user("ann", Rights.ofEvery(Access.WRITE));
    String secret = logIn("ann", PASSWORD).orElseThrow().access();

    access.editUser().setRights("ann", Rights.of(Access.READ, List.of(ONE)), root);

    Rights now = access.checkToken().check(secret).orElseThrow().rights();
    assertThat(now.allows(Access.WRITE)).isFalse();
    assertThat(now.sees(ONE)).isTrue();
    assertThat(now.sees(TWO)).isFalse();
    access.editUser().delete("ANN", root);
    assertThat(access.checkToken().check(secret)).isEmpty();
    user("ann", Rights.EVERYTHING);
    assertThat(access.checkToken().check(secret)).as("another Ann").isEmpty();
  }

  @Test
  void lent_token_may_no_more_and_lives_no_longer_than_its_owner() throws RefusedException {
    IssuedToken owner =
        access
            .issueToken()
            .issue(new NewToken("ci", Rights.of(Access.WRITE, List.of(ONE)), FOR_GOOD), root);
    String id = owner.token().id();

    Login lent = access.logIn().byToken(id, owner.secret(), HOUR).orElseThrow();

    Caller caller = access.checkToken().check(lent.access()).orElseThrow();
    assertThat(caller.rights()).isEqualTo(owner.token().rights());
    assertThat(caller.name()).isEqualTo("ci");
    assertThat(access.logIn().byToken(id, lent.access(), HOUR)).as("not lent on").isEmpty();
    assertThat(access.logIn().byToken("0".repeat(16), owner.secret(), HOUR)).isEmpty();
    access.revokeToken().revokeNamed(id, root);
    assertThat(access.checkToken().check(lent.access())).isEmpty();
  }

  @Test
  void nobody_hands_out_more_than_he_may() throws RefusedException {
    String secret = issue("ci", Rights.of(Access.WRITE, List.of(ONE)), HOUR);
    Caller ci = access.checkToken().check(secret).orElseThrow();

    for (Rights more :
        List.of(
            Rights.EVERYTHING, Rights.ofEvery(Access.READ), Rights.of(Access.READ, List.of(TWO)))) {
      refused(
          RefusedException.Kind.INVALID,
          () -> access.issueToken().issue(new NewToken("x", more, HOUR), ci));
    }
  }

  @Test
  void tokens_are_ended_by_their_own_and_by_administrators_only() throws RefusedException {
    user("ann", Rights.ofEvery(Access.WRITE));
    user("bob", Rights.ofEvery(Access.WRITE));
    Caller ann = caller(logIn("ann", PASSWORD).orElseThrow());
    Caller bob = caller(logIn("bob", PASSWORD).orElseThrow());
    String id = access.findTokens().current(ann).orElseThrow().id();

    refused(RefusedException.Kind.NOT_FOUND, () -> access.revokeToken().revokeNamed(id, bob));
    assertThat(access.findTokens().of(bob)).map(Token::name).containsOnly("bob");
    assertThat(access.findTokens().of(root))
        .map(Token::name)
        .containsExactlyInAnyOrder("administrator", "ann", "bob");
    access.revokeToken().revokeNamed(id, ann);
    assertThat(access.checkToken().stillCounts(ann)).isFalse();
    assertThat(access.checkToken().stillCounts(bob)).isTrue();
  }

  @Test
  void oldest_login_gives_way_and_what_is_over_is_swept() throws RefusedException {
    user("ann", Rights.ofEvery(Access.WRITE));
    Login first = logIn("ann", PASSWORD).orElseThrow();
    for (int i = 0; i < Tokens.MOST_OF_USER - 1; i++) {
      server.pass(Duration.ofSeconds(1));
      copyOf(first);
    }
    assertThat(access.checkToken().check(first.access())).isPresent();
    Login last = logIn("ann", PASSWORD).orElseThrow();

    assertThat(access.checkToken().check(first.access())).isEmpty();
    assertThat(access.checkToken().check(last.access())).isPresent();
    server.pass(Duration.ofDays(1));
    issue("ci", Rights.ofEvery(Access.READ), HOUR);
    assertThat(server.store.list(Tables.TOKENS, "", "", 999)).hasSize(2);
  }

  /** Another login, without the price of a password. */
  private void copyOf(Login login) throws RefusedException {
    Tokens tokens = new Tokens(server.store, new SecureRandom(), () -> server.now);
    Token shown = tokens.find(Tokens.hash(login.access())).orElseThrow().value();
    Token kept = tokens.find(shown.parent().orElseThrow()).orElseThrow().value();
    Digest hash = Tokens.hash(tokens.secret());
    Change.Builder change = Change.change();
    tokens.replace(
        change,
        t -> false,
        List.of(
            token(kept, hash, Optional.empty()),
            token(shown, Tokens.hash(tokens.secret()), Optional.of(hash))));
    Conflicts.again(() -> server.store.commit(change.build()));
  }

  private Token token(Token like, Digest hash, Optional<Digest> parent) {
    Optional<Instant> end = Optional.of(server.now.plus(Duration.ofHours(1)));
    return new Token(
        hash,
        like.kind(),
        like.name(),
        like.user(),
        like.rights(),
        parent,
        like.client(),
        server.now,
        end);
  }

  @Test
  void token_number_10001_is_refused_until_one_has_ended() throws RefusedException {
    Tokens tokens = new Tokens(server.store, new SecureRandom(), () -> server.now);
    Token like =
        tokens.find(Tokens.hash(issue("one", Rights.EVERYTHING, FOR_GOOD))).orElseThrow().value();
    Change.Builder change = Change.change();
    int there = tokens.all().size();
    for (int i = there; i < Tokens.MOST - 1; i++) {
      Digest hash = Digest.of(("token " + i).getBytes(StandardCharsets.UTF_8));
      Token token =
          new Token(
              hash,
              like.kind(),
              like.name(),
              like.user(),
              like.rights(),
              like.parent(),
              like.client(),
              server.now,
              Optional.empty());
      change.create(Tables.TOKENS, hash.hex(), token);
    }
    Conflicts.again(() -> server.store.commit(change.build()));
    String last = issue("number 10,000", Rights.EVERYTHING, FOR_GOOD);

    refused(RefusedException.Kind.CONFLICT, () -> issue("x", Rights.EVERYTHING, FOR_GOOD));
    user("ann", Rights.EVERYTHING);
    refused(RefusedException.Kind.CONFLICT, () -> logIn("ann", PASSWORD));

    assertThat(access.revokeToken().revoke(last)).isTrue();
    issue("again", Rights.EVERYTHING, FOR_GOOD);
  }

  @Test
  void scopes_narrow_each_other() {
    Rights members = Rights.of(Access.WRITE, List.of(TWO, ONE, ONE));
    assertThat(members.products()).containsExactly(ONE, TWO);
    assertThat(Rights.EVERYTHING.and(members)).isEqualTo(members);
    assertThat(members.and(Rights.of(Access.READ, List.of(TWO))))
        .isEqualTo(Rights.of(Access.READ, List.of(TWO)));
    assertThat(Rights.NOTHING.and(Rights.EVERYTHING)).isEqualTo(Rights.NOTHING);
    assertThatThrownBy(() -> Rights.of(Access.ADMINISTER, List.of(ONE)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void user(String name, Rights rights) throws RefusedException {
    access.createUser().create(new NewUser(name, PASSWORD, rights), root);
  }

  private String issue(String name, Rights rights, Optional<Duration> life)
      throws RefusedException {
    return access.issueToken().issue(new NewToken(name, rights, life), root).secret();
  }

  private Optional<Login> logIn(String name, String password) throws RefusedException {
    return access.logIn().byPassword(name, password, HOUR, "test");
  }

  private Optional<Login> refresh(Login login) throws RefusedException {
    return access.logIn().byRefresh(login.refresh().orElseThrow(), HOUR, "test");
  }

  private Caller caller(Login login) {
    return access.checkToken().check(login.access()).orElseThrow();
  }

  private interface Attempt {
    void make() throws RefusedException;
  }

  private static void refused(RefusedException.Kind kind, Attempt attempt) {
    assertThatThrownBy(attempt::make)
        .isInstanceOfSatisfying(
            RefusedException.class, refused -> assertThat(refused.kind()).isEqualTo(kind));
  }
}
