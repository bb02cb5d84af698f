package io.firmament.server.app;

import io.firmament.protocol.value.Digest;
import io.firmament.server.access.Access;
import io.firmament.server.access.PasswordHash;
import io.firmament.server.access.Rights;
import io.firmament.server.access.Token;
import io.firmament.server.access.User;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Changes a user, or ends him. */
public final class EditUser {
  private final StateStore store;
  private final Tokens tokens;
  private final Passwords passwords;

  EditUser(StateStore store, Tokens tokens, Passwords passwords) {
    this.store = store;
    this.tokens = tokens;
    this.passwords = passwords;
  }

  /**
   * Gives a user another password: his logins end, apart from the one that asks for it.
   *
   * @throws RefusedException NOT_FOUND, or INVALID when it is too easily guessed
   */
  public User setPassword(String name, String password, Caller caller) throws RefusedException {
    PasswordHash hash = passwords.hash(name, password);
    return edit(name, u -> u.withPassword(hash), caller.token().flatMap(this::login));
  }

  /**
   * Lets a user choose a password himself.
   *
   * @return empty when the old one is not his
   * @throws RefusedException NOT_FOUND, or INVALID when the new one is too easily guessed
   */
  public Optional<User> changeOwnPassword(String old, String password, Caller caller)
      throws RefusedException {
    User user = FindUser.found(store, caller.user().orElse("")).value();
    return passwords.matches(old, user.password())
        ? Optional.of(setPassword(user.name(), password, caller))
        : Optional.empty();
  }

  /**
   * Lets a user do something else from now on, with every login that he has.
   *
   * @throws RefusedException NOT_FOUND, or CONFLICT when nobody would be left who administers
   */
  public User setRights(String name, Rights rights, Caller caller) throws RefusedException {
    return Conflicts.again(
        () -> {
          Stored<User> read = FindUser.found(store, User.key(name));
          if (!rights.allows(Access.ADMINISTER)) {
            tokens.requireAdministrator(t -> false, Optional.of(read.key()));
          }
          User after = read.value().withRights(rights);
          store.commit(Change.change().replace(Tables.USERS, read, after).build());
          return after;
        });
  }

  /**
   * Ends a user and all of his logins.
   *
   * @throws RefusedException NOT_FOUND, or CONFLICT when nobody would be left who administers
   */
  public void delete(String name, Caller caller) throws RefusedException {
    Conflicts.again(
        () -> {
          Stored<User> read = FindUser.found(store, User.key(name));
          tokens.requireAdministrator(t -> false, Optional.of(read.key()));
          Change.Builder change = Change.change().remove(Tables.USERS, read);
          tokens.remove(change, t -> t.user().equals(Optional.of(read.key())));
          store.commit(change.build());
          return read.value();
        });
  }

  private User edit(String name, UnaryOperator<User> how, Optional<Digest> spared)
      throws RefusedException {
    return Conflicts.again(
        () -> {
          Stored<User> read = FindUser.found(store, User.key(name));
          User after = how.apply(read.value());
          Change.Builder change = Change.change().replace(Tables.USERS, read, after);
          tokens.remove(
              change,
              t ->
                  t.kind() == Token.Kind.REFRESH
                      && t.user().equals(Optional.of(read.key()))
                      && !spared.equals(Optional.of(t.hash())));
          store.commit(change.build());
          return after;
        });
  }

  private Optional<Digest> login(Digest shown) {
    return tokens.find(shown).flatMap(t -> t.value().parent());
  }
}
