package io.firmament.conformance.benchmark;

import io.firmament.protocol.message.Flags;
import io.firmament.server.app.LargeFleet;
import io.firmament.server.app.RefusedException;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.targeting.Catalogue;
import io.firmament.server.targeting.Decision;
import io.firmament.server.targeting.Presence;
import io.firmament.server.targeting.Targeting;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Decisions a second on one core, over a thousand devices of all kinds. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DecisionBenchmark {
  private static final int DEVICES = 1_000;
  private static final Instant NOW = Instant.parse("2026-03-01T01:00:00Z");

  private final List<DeviceRecord> devices = new ArrayList<>();
  private final List<Presence> presences = new ArrayList<>();
  private Catalogue catalogue;
  private int next;

  /** Makes the devices: a third up to date, some offline, some with updates disabled. */
  @Setup
  public void fleet() throws RefusedException, IOException {
    LargeFleet fleet = new LargeFleet(DEVICES);
    fleet.release(3, "a");
    fleet.release(2, "b");
    fleet.operators().publishRelease().publish(fleet.wish(2), fleet.caller());
    catalogue = fleet.catalogueNow();
    devices.addAll(fleet.records());
    for (int i = 0; i < DEVICES; i++) {
      Flags flags = Flags.DEFAULT.with(Flags.UPDATES_ENABLED, i % 7 != 0);
      presences.add(
          new Presence(
              i % 3 != 0,
              Optional.of(NOW),
              Optional.empty(),
              i % 4 == 0 ? Optional.empty() : Optional.of(NOW),
              flags,
              Optional.of(NOW),
              Optional.empty()));
    }
  }

  /** One decision. */
  @Benchmark
  public Optional<?> decide() {
    next = next + 1 == DEVICES ? 0 : next + 1;
    Decision decision = Targeting.decide(devices.get(next), presences.get(next), catalogue, NOW);
    return decision.offer();
  }

  /** One decision, with every rule and gate in words. */
  @Benchmark
  public List<?> explain() {
    next = next + 1 == DEVICES ? 0 : next + 1;
    return Targeting.decide(devices.get(next), presences.get(next), catalogue, NOW).evidence();
  }
}
