package io.firmament.device.fleet;

import io.firmament.device.sim.SimulationEvent;
import io.firmament.protocol.message.Status;

/** Where one device of a fleet stands; written by its own thread, read by any. */
final class Place {
  private volatile Stage stage = Stage.WAITING;
  private volatile double fetched;

  Stage stage() {
    return stage;
  }

  /** How much of its image it has, from 0 to 1. */
  double fetched() {
    return fetched;
  }

  void heard(SimulationEvent event) {
    event.progress().ifPresent(progress -> fetched = part(progress));
    stage = stage.after(event.phase());
  }

  void ended(boolean well) {
    stage = well ? Stage.DONE : Stage.FAILED;
  }

  private static double part(Status.Progress progress) {
    return (double) progress.blocks() / Math.max(1, progress.of());
  }
}
