package io.firmament.server.app;

import io.firmament.server.access.User;
import java.util.List;
import java.util.Optional;

/** Finds users. */
public final class FindUser {
  private static final int MOST = 1_000;

  private final StateStore store;

  FindUser(StateStore store) {
    this.store = store;
  }

  /** All of them, by name. */
  public List<User> all() {
    return store.list(Tables.USERS, "", "", MOST).stream().map(Stored::value).toList();
  }

  /**
   * The user of this name.
   *
   * @throws RefusedException NOT_FOUND
   */
  public User named(String name) throws RefusedException {
    return found(store, User.key(name)).value();
  }

  /** Who logged in, where somebody did. */
  public Optional<User> of(Caller caller) {
    return caller.user().flatMap(key -> store.find(Tables.USERS, key)).map(Stored::value);
  }

  static Stored<User> found(StateStore store, String key) throws RefusedException {
    return store
        .find(Tables.USERS, key)
        .orElseThrow(
            () ->
                new RefusedException(
                    RefusedException.Kind.NOT_FOUND,
                    "there is no user '" + key + "'",
                    "GET /v1/users lists them"));
  }
}
