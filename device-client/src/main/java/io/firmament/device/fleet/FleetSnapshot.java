package io.firmament.device.fleet;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * How a fleet stands at a moment.
 *
 * @param at since its start
 * @param stages how many devices are at which stage; stages of none are left out
 * @param fetched how much of their images the transferring devices have, from 0 to 1, on average
 */
public record FleetSnapshot(Duration at, Map<Stage, Integer> stages, double fetched) {
  /** Keeps a copy, in the order of the stages. */
  public FleetSnapshot {
    Map<Stage, Integer> ordered = new EnumMap<>(Stage.class);
    ordered.putAll(stages);
    stages = ordered;
  }

  /** How many devices are at a stage. */
  public int at(Stage stage) {
    return stages.getOrDefault(stage, 0);
  }
}
