package io.firmament.server.app;

import io.firmament.server.device.Group;
import java.time.InstantSource;

/** Makes a group of devices (feature PRD7). */
public final class CreateGroup {
  private final StateStore store;
  private final Groups groups;
  private final InstantSource clock;

  CreateGroup(StateStore store, Groups groups, InstantSource clock) {
    this.store = store;
    this.groups = groups;
    this.clock = clock;
  }

  /**
   * Makes a group.
   *
   * @throws RefusedException INVALID when name, description or colour are none, CONFLICT when the
   *     name is taken, NOT_FOUND when there is no such product
   */
  public Group create(NewGroup wish, Caller caller) throws RefusedException {
    return Conflicts.again(() -> once(wish));
  }

  private Group once(NewGroup wish) throws RefusedException, ConflictException {
    Change.Builder change = Change.change();
    groups.create(change, wish, clock.instant());
    store.commit(change.build());
    return groups.found(wish.product(), wish.name()).value();
  }
}
