package io.firmament.server.app;

import io.firmament.protocol.message.InstalledModule;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleName;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.device.Product;
import io.firmament.server.release.Firmware;
import io.firmament.server.targeting.Catalogue;
import io.firmament.server.targeting.Decision;
import io.firmament.server.targeting.Presence;
import io.firmament.server.targeting.Targeting;
import io.firmament.server.transfer.Attempt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The fleet as it is remembered; answers from memory. */
final class Fleet {
  private static final int PAGE = 500;
  private final MirroredStore store;
  private final Catalogues catalogues;

  Fleet(MirroredStore store) {
    this.store = store;
    this.catalogues = new Catalogues(store);
  }

  /** What a product has, and what is released. */
  Catalogue catalogue(ProductId product) {
    return catalogues.of(product);
  }

  Decision decide(DeviceRecord device, Presence presence, Instant now) {
    return Targeting.decide(device, presence, catalogue(device.product()), now);
  }

  /** Whether the target is not what runs (feature DEV5). */
  boolean isPending(DeviceRecord device) {
    return Targeting.isPending(device, catalogue(device.product()));
  }

  /** Whether an attempt still leads to its device's target. */
  boolean isWanted(DeviceRecord device, Attempt attempt, Instant now) {
    return Targeting.isWanted(device, attempt.manifest(), catalogue(device.product()), now);
  }

  Optional<Firmware> firmware(ProductId product, FirmwareVersion version) {
    return catalogue(product).firmware(version);
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
    return catalogue(product).firmware().values().stream()
        .sorted(Comparator.comparing(Firmware::version))
        .toList();
  }

  /** How many devices of a product run which image as their application. */
  Map<Digest, Integer> running(ProductId product) {
    Map<Digest, Integer> counts = new HashMap<>();
    eachDevice(
        product,
        d ->
            d.facts()
                .flatMap(f -> f.running(ModuleName.APPLICATION))
                .map(InstalledModule::image)
                .ifPresent(image -> counts.merge(image, 1, Integer::sum)));
    return counts;
  }

  /** Whether a device of a product runs an image as its application. */
  boolean isRun(ProductId product, Digest image) {
    return anyDevice(
        product, d -> d.facts().filter(f -> f.runs(ModuleName.APPLICATION, image)).isPresent());
  }

  /** Visits a product's devices by id. */
  void eachDevice(ProductId product, Consumer<DeviceRecord> visitor) {
    anyDevice(
        product,
        device -> {
          visitor.accept(device);
          return false;
        });
  }

  /** Visits a product's devices by id, up to the first one that is looked for. */
  private boolean anyDevice(ProductId product, Predicate<DeviceRecord> isIt) {
    String prefix = Tables.key(product) + "/";
    String after = "";
    List<Stored<Tables.Ref>> page;
    do {
      page = store.list(Tables.PRODUCT_DEVICES, prefix, after, PAGE);
      for (Stored<Tables.Ref> ref : page) {
        Optional<DeviceRecord> device =
            store.find(Tables.DEVICES, ref.value().key()).map(Stored::value);
        if (device.isPresent() && isIt.test(device.get())) {
          return true;
        }
        after = ref.key();
      }
    } while (page.size() == PAGE);
    return false;
  }

  /** Visits all devices by id. */
  void eachDevice(Consumer<DeviceRecord> visitor) {
    String after = "";
    List<Stored<DeviceRecord>> page;
    do {
      page = store.list(Tables.DEVICES, "", after, PAGE);
      for (Stored<DeviceRecord> device : page) {
        visitor.accept(device.value());
        after = device.key();
      }
    } while (page.size() == PAGE);
  }

  <T> List<T> all(Table<T> table, String prefix) {
    return stored(table, prefix).stream().map(Stored::value).toList();
  }

  /** All records whose keys begin so. */
  <T> List<Stored<T>> stored(Table<T> table, String prefix) {
    List<Stored<T>> all = new ArrayList<>();
    String after = "";
    List<Stored<T>> page;
    do {
      page = store.list(table, prefix, after, PAGE);
      for (Stored<T> stored : page) {
        all.add(stored);
        after = stored.key();
      }
    } while (page.size() == PAGE);
    return all;
  }
}
