package io.firmament.server.app;

import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.Group;
import java.time.InstantSource;

/**
 * Deletes a group, with what was released to it. Its devices are targeted without it from their
 * next session on, or at once where the release that applies then is intelligent.
 */
public final class DeleteGroup {
  private final StateStore store;
  private final Groups groups;
  private final PushOffers pushOffers;
  private final InstantSource clock;

  DeleteGroup(StateStore store, Groups groups, PushOffers pushOffers, InstantSource clock) {
    this.store = store;
    this.groups = groups;
    this.pushOffers = pushOffers;
    this.clock = clock;
  }

  /**
   * Deletes a group.
   *
   * @throws RefusedException NOT_FOUND
   */
  public void delete(ProductId product, String name, Caller caller) throws RefusedException {
    Conflicts.again(() -> once(product, name));
    pushOffers.pushAll(product);
  }

  private Group once(ProductId product, String name) throws RefusedException, ConflictException {
    Stored<Group> read = groups.found(product, name);
    Group left = read.value().deleted(clock.instant());
    store.commit(Change.change().replace(Tables.GROUPS, read, left).build());
    return left;
  }
}
