package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.DeviceFacts;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.device.Product;
import io.firmament.server.release.Firmware;
import io.firmament.server.release.Release;
import io.firmament.server.targeting.FleetView;
import io.firmament.server.transfer.Attempt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The fleet as the store knows it. */
final class Fleet implements FleetView {
  private static final int PAGE = 500;
  private final StateStore store;

  Fleet(StateStore store) {
    this.store = store;
  }

  @Override
  public Optional<Firmware> firmware(ProductId product, FirmwareVersion version) {
    return store.find(Tables.FIRMWARE, Tables.key(product, version)).map(Stored::value);
  }

  @Override
  public Optional<Release> defaultRelease(ProductId product) {
    return store.find(Tables.DEFAULTS, Tables.key(product)).map(Stored::value);
  }

  Optional<Stored<DeviceRecord>> device(DeviceId device) {
    return store.find(Tables.DEVICES, Tables.key(device));
  }

  Optional<Stored<Attempt>> attempt(DeviceId device) {
    return store.find(Tables.ATTEMPTS, Tables.key(device));
  }

  Optional<Product> product(ProductId product) {
    return store.find(Tables.PRODUCTS, Tables.key(product)).map(Stored::value);
  }

  /** Every firmware of a product, the lowest version first. */
  List<Firmware> firmware(ProductId product) {
    return all(Tables.FIRMWARE, Tables.key(product) + "/");
  }

  /** How many devices of a product run exactly this image. */
  int running(Firmware firmware) {
    int[] count = new int[1];
    eachDevice(
        firmware.product(),
        d -> {
          Optional<DeviceFacts> facts = d.facts();
          Digest image = firmware.image();
          if (facts.filter(f -> f.runs(firmware.binary().module(), image)).isPresent()) {
            count[0]++;
          }
        });
    return count[0];
  }

  void eachDevice(ProductId product, Consumer<DeviceRecord> visitor) {
    String prefix = Tables.key(product) + "/";
    String after = "";
    List<Stored<Tables.Ref>> page;
    do {
      page = store.list(Tables.PRODUCT_DEVICES, prefix, after, PAGE);
      for (Stored<Tables.Ref> ref : page) {
        device(new DeviceId(ref.value().key())).map(Stored::value).ifPresent(visitor);
        after = ref.key();
      }
    } while (page.size() == PAGE);
  }

  <T> List<T> all(Table<T> table, String prefix) {
    List<T> all = new ArrayList<>();
    String after = "";
    List<Stored<T>> page;
    do {
      page = store.list(table, prefix, after, PAGE);
      for (Stored<T> stored : page) {
        all.add(stored.value());
        after = stored.key();
      }
    } while (page.size() == PAGE);
    return all;
  }
}
