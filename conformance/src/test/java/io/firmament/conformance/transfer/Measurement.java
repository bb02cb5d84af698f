package io.firmament.conformance.transfer;

import java.io.IOException;
import java.util.Set;

/** One thing that is looked at, of several transfers. */
interface Measurement {
  /** The sizes of the images that it wants. */
  Set<Integer> imageSizes();

  /** Says what is to be run. */
  void plan(Schedule schedule, Bench bench);

  /** What came out. */
  Section report() throws InterruptedException, IOException;
}
