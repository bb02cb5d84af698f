package io.firmament.server.app;

import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.device.FailureClass;
import io.firmament.server.release.Firmware;
import io.firmament.server.release.Release;
import io.firmament.server.targeting.Catalogue;
import io.firmament.server.targeting.Target;
import io.firmament.server.targeting.Targeting;
import io.firmament.server.transfer.Breaker;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pauses a release that too many devices hold back (feature SM10). */
final class BreakRelease {
  private static final Logger LOG = LoggerFactory.getLogger(BreakRelease.class);

  private final Fleet fleet;
  private final HaltRelease halt;
  private final InstantSource clock;
  private final Executor work;

  /** Products that are looked at soon. */
  private final Set<ProductId> due = ConcurrentHashMap.newKeySet();

  BreakRelease(Fleet fleet, HaltRelease halt, InstantSource clock, Executor work) {
    this.fleet = fleet;
    this.halt = halt;
    this.clock = clock;
    this.work = work;
  }

  /** Something failed on a device: looks at its product in the background. */
  void failed(ProductId product) {
    if (due.add(product)) {
      work.execute(
          () -> {
            due.remove(product);
            look(product);
          });
    }
  }

  private void look(ProductId product) {
    Instant now = clock.instant();
    Catalogue catalogue = fleet.catalogue(product);
    Map<Long, int[]> counts = new HashMap<>();
    fleet.eachDevice(product, device -> count(device, catalogue, now, counts));
    counts.forEach(
        (number, count) -> {
          if (Breaker.trips(count[0], count[1])) {
            trip(product, number, count[0], count[0] + count[1]);
          }
        });
  }

  private static void count(
      DeviceRecord device, Catalogue catalogue, Instant now, Map<Long, int[]> counts) {
    Optional<Target> target = Targeting.target(device, catalogue);
    Optional<Release> release =
        target.flatMap(Target::release).filter(r -> r.guarded() && r.halted().isEmpty());
    if (release.isEmpty() || device.facts().isEmpty()) {
      return;
    }
    Firmware firmware = target.get().firmware();
    boolean held =
        device
                .heldBack(firmware.image())
                .filter(f -> f.cause() != FailureClass.CANCELLED)
                .isPresent()
            || device.guard(firmware.image(), now).isPresent();
    boolean runs = device.facts().get().runs(firmware.binary().module(), firmware.image());
    if (held || runs) {
      counts.computeIfAbsent(release.get().number(), n -> new int[2])[runs ? 1 : 0]++;
    }
  }

  private void trip(ProductId product, long number, int held, int of) {
    String why = "breaker: " + held + " of " + of + " devices hold it back";
    try {
      halt.trip(product, number, why);
      LOG.warn("release {} of product {} is paused: {}", number, product, why);
    } catch (RefusedException e) {
      LOG.error("release {} of product {}: {}", number, product, e.getMessage());
    }
  }
}
