package io.firmament.conformance.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the measurements and prints what they say; it judges nothing but that they ran. */
@Tag("sweep")
class BenchmarksTest {
  @Test
  void measurements_run_to_their_end() throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(System.getProperty("firmament.benchmarks", "Benchmark"))
                    .jvmArgsAppend("-Xmx2g")
                    .addProfiler(GCProfiler.class)
                    .build())
            .run();
    assertThat(results).isNotEmpty();
  }
}
