package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.release.Release;
import io.firmament.server.transfer.Attempt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Finds what was: the updates of a device with their causes (REL11), the releases of a product. */
public final class FindHistory {
  private final StateStore store;
  private final Fleet fleet;

  FindHistory(StateStore store, Fleet fleet) {
    this.store = store;
    this.fleet = fleet;
  }

  /** The updates of a device, the latest first; the first one may still be under way. */
  public List<Attempt> ofDevice(DeviceId device) {
    List<Attempt> all =
        new ArrayList<>(fleet.all(Tables.ATTEMPT_HISTORY, Tables.key(device) + "/"));
    Collections.reverse(all);
    fleet
        .attempt(device)
        .map(Stored::value)
        .filter(a -> !a.state().ended())
        .ifPresent(a -> all.add(0, a));
    return all;
  }

  /** The releases of a product, the latest first (feature REL8). */
  public List<Release> ofProduct(ProductId product) {
    List<Release> all =
        new ArrayList<>(
            store.list(Tables.RELEASES, Tables.key(product) + "/", "", Integer.MAX_VALUE).stream()
                .map(Stored::value)
                .toList());
    Collections.reverse(all);
    return all;
  }
}
