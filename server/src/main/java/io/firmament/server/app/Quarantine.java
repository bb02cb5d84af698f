package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.ProductId;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The room for devices that nobody registered: so many of a product, and so many at a time. Whoever
 * has the key of a product's authority can make as many devices as he likes, but not here.
 */
final class Quarantine {
  /** Devices of a product that wait for a decision. */
  static final int MOST = 1_000;

  /** Newcomers of a product at once. */
  static final int BURST = 20;

  /** One more after each of these. */
  static final Duration PACE = Duration.ofSeconds(6);

  private final StateStore store;
  private final InstantSource clock;

  private final Allowance<ProductId> newcomers = new Allowance<>(BURST, PACE);

  Quarantine(StateStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Whether a newcomer would be taken in now. */
  synchronized boolean hasRoom(ProductId product) {
    return newcomers.waitFor(product, clock.instant()).isZero() && count(product) < MOST;
  }

  /** Takes a place, if there is one. */
  synchronized boolean enter(ProductId product) {
    return count(product) < MOST && newcomers.take(product, clock.instant());
  }

  private int count(ProductId product) {
    return store.list(Tables.QUARANTINE, Tables.key(product) + "/", "", MOST).size();
  }

  /** Notes a newcomer, as part of a bigger change. */
  static void add(Change.Builder change, ProductId product, DeviceId device) {
    change.create(Tables.QUARANTINE, Tables.key(product, device), new Tables.Ref(device.hex()));
  }

  /** Gives a place back, as part of a bigger change; nothing where there is none. */
  void leave(Change.Builder change, ProductId product, DeviceId device) {
    store
        .find(Tables.QUARANTINE, Tables.key(product, device))
        .ifPresent(place -> change.remove(Tables.QUARANTINE, place));
  }
}
