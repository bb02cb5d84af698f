package io.firmament.device.sim;

import io.firmament.device.emulation.LinkTraffic;
import io.firmament.protocol.value.Coding;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.FirmwareVersion;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of a simulated device, in this process.
 *
 * @param id who
 * @param from the version that ran first; empty in safe mode
 * @param to the version that ran last; empty in safe mode
 * @param outcome how it ended
 * @param seconds how long it ran
 * @param transferTime from the first block request to the last block
 * @param handshakes full handshakes
 * @param resumes abbreviated handshakes
 * @param wireBytesUp octets sent, with 28 a datagram for IP and UDP
 * @param wireBytesDown octets received, likewise
 * @param blocks blocks that came and were new
 * @param repeatedBlocks blocks that came again
 * @param leastRoundTrip the shortest round trip of a block in the newest transfer; empty without
 *     one
 * @param medianRoundTrip what half of its round trips took at most
 * @param encodedBytes size of the newest update as it was fetched
 * @param imageBytes size of its image
 * @param coding its coding; empty where there was no update
 * @param link what the emulated link did; empty without one
 */
public record Summary(
    DeviceId id,
    Optional<FirmwareVersion> from,
    Optional<FirmwareVersion> to,
    Outcome outcome,
    Duration seconds,
    Duration transferTime,
    long handshakes,
    long resumes,
    long wireBytesUp,
    long wireBytesDown,
    long blocks,
    long repeatedBlocks,
    Optional<Duration> leastRoundTrip,
    Optional<Duration> medianRoundTrip,
    long encodedBytes,
    long imageBytes,
    Optional<Coding> coding,
    Optional<LinkTraffic> link) {
  /** How a simulated device ended. */
  public enum Outcome {
    /** A new version was confirmed. */
    UPDATED,
    /** The wanted version ran already, or nothing was to be done. */
    UP_TO_DATE,
    /** A new version ran, did not prove itself, and was left. */
    ROLLED_BACK,
    /** An update failed, or nothing runs. */
    FAILED,
    /** The time was over first. */
    TIMEOUT;

    /** Whether all is well. */
    public boolean isSuccess() {
      return this == UPDATED || this == UP_TO_DATE;
    }

    /** As in a report: {@code up-to-date}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
