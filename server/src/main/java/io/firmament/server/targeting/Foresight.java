package io.firmament.server.targeting;

import io.firmament.protocol.value.FirmwareVersion;
import java.util.Map;

/**
 * What a release would do, in numbers.
 *
 * @param updates devices that are updated, now or later
 * @param now devices of these that are offered it at once
 * @param back devices of these that go back to a lower version
 * @param newlyBack devices of these that would not go back without this release
 * @param encodedBytes what is sent to all of them
 * @param reboots how often all of them boot
 * @param byVersion how many are updated from which version; those that have said none are left out
 * @param waiting how many of them wait for what, by reason code
 * @param skipped how many devices are passed over, by code
 * @param confirmation what to bring along so that the release does this, and no more than this
 */
public record Foresight(
    int updates,
    int now,
    int back,
    int newlyBack,
    long encodedBytes,
    long reboots,
    Map<FirmwareVersion, Integer> byVersion,
    Map<ReasonCode, Integer> waiting,
    Map<String, Integer> skipped,
    Confirmation confirmation) {
  /** Keeps copies. */
  public Foresight {
    byVersion = Map.copyOf(byVersion);
    waiting = Map.copyOf(waiting);
    skipped = Map.copyOf(skipped);
  }
}
