package io.firmament.device.slot;

import io.firmament.device.core.KeptTransfer;
import io.firmament.device.core.SlotStore;
import io.firmament.device.slot.ModelDevice.End;
import io.firmament.device.slot.ModelDevice.Result;
import io.firmament.device.slot.ModelDevice.Scenario;
import io.firmament.protocol.message.BootReason;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * Cuts the power after every operation of a scenario, with every loss that the model knows, lets
 * the device boot until it comes to rest, and counts where it ended.
 */
final class Sweep {
  private final Function<SlotFiles, SlotFiles> fault;
  private final int every;
  private final int aftermathsEach;
  private final boolean secondCut;
  private final Map<End, Integer> ends = new EnumMap<>(End.class);
  private final StringBuilder examples = new StringBuilder();
  private int cuts;
  private Result withoutCut = new Result(End.WRONG, "not run yet");

  private Sweep(
      Function<SlotFiles, SlotFiles> fault, int every, int aftermathsEach, boolean secondCut) {
    this.fault = fault;
    this.every = every;
    this.aftermathsEach = aftermathsEach;
    this.secondCut = secondCut;
  }

  /** Every cut and every loss; in each, one more cut at a random operation of the recovery. */
  static Sweep whole() {
    return new Sweep(files -> files, 1, Integer.MAX_VALUE, true);
  }

  /** Some cuts and some losses, on a file system with a fault. */
  static Sweep sampled(Function<SlotFiles, SlotFiles> fault, int every, int aftermathsEach) {
    return new Sweep(fault, every, aftermathsEach, false);
  }

  int runs() {
    return ends.values().stream().mapToInt(Integer::intValue).sum();
  }

  int count(End end) {
    return ends.getOrDefault(end, 0);
  }

  /** How the scenario ends without a cut. */
  End withoutCut() {
    return withoutCut.end();
  }

  /** Runs that did not converge. */
  int failures() {
    return runs() - count(End.CONVERGED);
  }

  @Override
  public String toString() {
    return String.format("%d cuts, %d runs: %s%s", cuts, runs(), ends, examples);
  }

  /** Sweeps over a scenario that begins with what is on some files. */
  Sweep over(ForgetfulFiles before, Scenario scenario) {
    ForgetfulFiles uncut = before.copy();
    withoutCut = new ModelDevice(fault.apply(uncut), scenario).run();
    count(withoutCut, "without a cut");
    for (long cut = 1; cut < uncut.operations(); cut += every) {
      ForgetfulFiles files = before.copy().cutAfter(cut);
      ModelDevice device = new ModelDevice(fault.apply(files), scenario);
      runUntilCut(device);
      cuts++;
      List<ForgetfulFiles> aftermaths = files.aftermaths(cut);
      int step = Math.max(1, aftermaths.size() / aftermathsEach);
      for (int i = 0; i < aftermaths.size(); i += step) {
        recover(aftermaths.get(i), device.remaining(), device, cut, i);
      }
    }
    return this;
  }

  private void recover(
      ForgetfulFiles disk, Scenario scenario, ModelDevice lost, long cut, int loss) {
    String where = "cut " + cut + ", loss " + loss;
    if (secondCut) {
      cutAgain(disk.copy(), scenario, cut * 1_000 + loss, where);
    }
    long kept = kept(disk);
    long taken = lost.acknowledged();
    if (lost.begun() && kept < 0) {
      count(new Result(End.WRONG, "an update that was begun is forgotten"), where);
    } else if (taken - kept > SlotStore.checkpointBytes(scenario.wanted().octets().length)) {
      count(new Result(End.WRONG, "of " + taken + " octets only " + kept + " were kept"), where);
    }
    count(new ModelDevice(fault.apply(disk), scenario).run(), where);
  }

  private void cutAgain(ForgetfulFiles disk, Scenario scenario, long seed, String where) {
    Random random = new Random(seed);
    disk.cutAfter(1 + random.nextInt(60));
    ModelDevice device = new ModelDevice(fault.apply(disk), scenario);
    if (runUntilCut(device)) {
      List<ForgetfulFiles> aftermaths = disk.aftermaths(seed);
      ForgetfulFiles chosen = aftermaths.get(random.nextInt(aftermaths.size()));
      count(new ModelDevice(fault.apply(chosen), device.remaining()).run(), where + ", and again");
    }
  }

  /**
   * What a boot finds of the transfer, all where it is staged, -1 where there is none; the files
   * stay.
   */
  private long kept(ForgetfulFiles disk) {
    FileSlotStore store = new FileSlotStore(fault.apply(disk.copy()), SlotOptions.DEFAULT);
    store.boot(BootReason.POWER, image -> true);
    return store.staged().isPresent()
        ? Long.MAX_VALUE
        : store.kept().map(KeptTransfer::receivedBytes).orElse(-1L);
  }

  private static boolean runUntilCut(ModelDevice device) {
    try {
      device.run();
      return false;
    } catch (PowerCutException e) {
      return true;
    }
  }

  private void count(Result result, String where) {
    ends.merge(result.end(), 1, Integer::sum);
    if (result.end() != End.CONVERGED && examples.length() < 600) {
      examples.append("\n  ").append(where).append(": ").append(result);
    }
  }
}
