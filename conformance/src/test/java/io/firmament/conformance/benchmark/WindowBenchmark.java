package io.firmament.conformance.benchmark;

import io.firmament.protocol.transfer.BlobLayout;
import io.firmament.protocol.transfer.CongestionControl;
import io.firmament.protocol.transfer.TransferAction;
import io.firmament.protocol.transfer.TransferEvent;
import io.firmament.protocol.transfer.TransferMachine;
import io.firmament.protocol.transfer.TransferSettings;
import io.firmament.protocol.transfer.TransferStatistics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The window machine through a whole blob on a path without any loss: an operation is a block, with
 * its request, its answer, and the moments at which the machine wants to be woken in between.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class WindowBenchmark {
  private static final int BLOCKS = 4_096;
  private static final int BLOCK_BYTES = 1_024;
  private static final Duration ROUND_TRIP = Duration.ofMillis(20);

  /** The link's: 10 Mbit/s. */
  private static final Duration BETWEEN_ANSWERS = Duration.ofNanos(800_000);

  /** The window's rule. */
  @Param({"DELAY", "AIMD"})
  private CongestionControl control;

  private final byte[] octets = new byte[BLOCK_BYTES];

  /** An answer on its way. */
  private record Answer(long request, int block, Duration arrives) {}

  private static final class Path {
    private final ArrayDeque<Answer> answers = new ArrayDeque<>();
    private Duration now = Duration.ZERO;
    private Duration wake;
    private boolean done;

    private void perform(List<TransferAction> actions) {
      wake = null;
      for (TransferAction action : actions) {
        if (action instanceof TransferAction.Request request) {
          send(request);
        } else if (action instanceof TransferAction.WakeAt at) {
          wake = at.when();
        } else if (action instanceof TransferAction.Finished) {
          done = true;
        }
      }
    }

    private void send(TransferAction.Request request) {
      Duration arrives = now.plus(ROUND_TRIP);
      Answer last = answers.peekLast();
      if (last != null && last.arrives().plus(BETWEEN_ANSWERS).compareTo(arrives) > 0) {
        arrives = last.arrives().plus(BETWEEN_ANSWERS);
      }
      answers.add(new Answer(request.request(), request.block(), arrives));
    }

    private TransferEvent next(byte[] octets) {
      Answer answer = answers.peek();
      if (answer == null || wake != null && wake.compareTo(answer.arrives()) < 0) {
        now = wake.compareTo(now) > 0 ? wake : now;
        return new TransferEvent.Woken();
      }
      now = answer.arrives();
      answers.remove();
      return new TransferEvent.BlockArrived(
          answer.request(), answer.block(), octets, Optional.empty());
    }
  }

  /** From the first request to the last block. */
  @Benchmark
  @OperationsPerInvocation(BLOCKS)
  public TransferStatistics block() {
    TransferMachine machine =
        new TransferMachine(
            new BlobLayout((long) BLOCKS * BLOCK_BYTES, BLOCK_BYTES),
            new BitSet(),
            TransferSettings.ofWindow(256).with(control));
    Path path = new Path();
    path.perform(machine.on(new TransferEvent.Started(), path.now));
    while (!path.done) {
      TransferEvent event = path.next(octets);
      path.perform(machine.on(event, path.now));
    }
    return machine.statistics();
  }
}
