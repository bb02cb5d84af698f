package io.firmament.server.app;

import io.firmament.protocol.value.InvalidValueException;
import io.firmament.server.access.User;
import java.time.InstantSource;

/** Makes a user. There is none at the first start, and no password that anybody could know. */
public final class CreateUser {
  private static final int MOST = 1_000;

  private final StateStore store;
  private final Passwords passwords;
  private final InstantSource clock;

  CreateUser(StateStore store, Passwords passwords, InstantSource clock) {
    this.store = store;
    this.passwords = passwords;
    this.clock = clock;
  }

  /**
   * Makes a user.
   *
   * @throws RefusedException INVALID when name or password are none, CONFLICT when the name is
   *     taken or there are too many users
   */
  public User create(NewUser wish, Caller caller) throws RefusedException {
    User user = user(wish, caller);
    return Conflicts.again(() -> once(user));
  }

  private User user(NewUser wish, Caller caller) throws RefusedException {
    try {
      return new User(
          wish.name(),
          passwords.hash(wish.name(), wish.password()),
          wish.rights(),
          clock.instant(),
          caller.name());
    } catch (InvalidValueException e) {
      throw new RefusedException(
          RefusedException.Kind.INVALID, e.getMessage(), "a mail address makes a good name");
    }
  }

  private User once(User user) throws RefusedException, ConflictException {
    String key = User.key(user.name());
    if (store.find(Tables.USERS, key).isPresent()) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "there is a user '" + user.name() + "' already",
          "choose another name; names are compared without regard to case");
    }
    if (store.list(Tables.USERS, "", "", MOST).size() == MOST) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "there are " + MOST + " users, which is the most",
          "delete those that nobody uses");
    }
    store.commit(Change.change().create(Tables.USERS, key, user).build());
    return user;
  }
}
