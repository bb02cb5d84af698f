package io.firmament.device.sim;

/** Who watches a simulated device. */
@FunctionalInterface
public interface SimulationListener {
  /** Something happened; called by the thread that runs the device. */
  void on(SimulationEvent event);
}
