package io.firmament.server.app;

import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.server.transfer.StateCode;
import java.util.Map;

/**
 * A product's fleet in numbers (features OBS2, REL10).
 *
 * @param devices how many there are
 * @param online how many of them can be reached
 * @param states how many are in which state; the sum is {@code devices}
 * @param running how many run which version; those that have said none are left out
 * @param versions how far those are whose target is a version, by version
 * @param releases how far those are whose target was chosen by a release, by its number
 */
public record ProductSummary(
    int devices,
    int online,
    Map<StateCode, Integer> states,
    Map<FirmwareVersion, Integer> running,
    Map<FirmwareVersion, RolloutCounts> versions,
    Map<Long, RolloutCounts> releases) {
  /** Keeps copies. */
  public ProductSummary {
    states = Map.copyOf(states);
    running = Map.copyOf(running);
    versions = Map.copyOf(versions);
    releases = Map.copyOf(releases);
  }
}
