package io.firmament.device.sim;

import java.util.List;

/** Counts what is stored in this process, over all boots, and cuts the power at its moment. */
final class WriteCount {
  private final List<Long> cuts;
  private final Runnable halt;
  private long count;

  WriteCount(List<Fault> faults, Runnable halt) {
    this.cuts =
        faults.stream()
            .filter(Fault.PowerCut.class::isInstance)
            .map(fault -> ((Fault.PowerCut) fault).write())
            .toList();
    this.halt = halt;
  }

  void next() {
    count++;
    if (cuts.contains(count)) {
      halt.run();
    }
  }
}
