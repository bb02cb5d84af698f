package io.firmament.conformance.benchmark;

import io.firmament.server.app.DeviceQuery;
import io.firmament.server.app.LargeFleet;
import io.firmament.server.app.ProductSummary;
import io.firmament.server.app.Published;
import io.firmament.server.app.RefusedException;
import io.firmament.server.targeting.Foresight;
import java.io.IOException;
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
import org.openjdk.jmh.infra.Blackhole;

/** What operators do with a product of 100,000 devices, each time from its beginning to its end. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 3, time = 5)
public class FleetBenchmark {
  private static final int DEVICES = 100_000;
  private LargeFleet fleet;
  private int turn;

  /** Makes the fleet. */
  @Setup
  public void fleet() throws RefusedException, IOException {
    fleet = new LargeFleet(DEVICES);
    fleet.release(3, "a");
  }

  /** The dry run of a release to everybody, with what happens to each device. */
  @Benchmark
  public Foresight dryRun(Blackhole sink) throws RefusedException {
    return fleet
        .operators()
        .releases()
        .foreseeRelease()
        .foresee(fleet.wish(4), fleet.caller(), sink::consume);
  }

  /** A release to everybody, until it is accepted. */
  @Benchmark
  public Published release() throws RefusedException {
    turn++;
    return fleet.operators().publishRelease().publish(fleet.wish(1 + turn % 4), fleet.caller());
  }

  /** The summary of the product. */
  @Benchmark
  public ProductSummary summary() {
    return fleet.operators().releases().summarizeProduct().summarize(fleet.product());
  }

  /** A page of 25 devices, somewhere in the list. */
  @Benchmark
  public DeviceQuery.Found page() {
    turn = (turn + 997) % (DEVICES / 25);
    return fleet.operators().listDevices().list(fleet.page(turn, 25));
  }
}
