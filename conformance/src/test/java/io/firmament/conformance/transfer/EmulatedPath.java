package io.firmament.conformance.transfer;

import io.firmament.device.emulation.LinkProfile;
import io.firmament.device.emulation.LinkSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A link of the field, and what differs from it.
 *
 * @param profile the link
 * @param lossPercent what it loses in both directions instead of what the profile says
 * @param blackout when nothing gets through
 */
record EmulatedPath(LinkProfile profile, OptionalInt lossPercent, Optional<Blackout> blackout) {
  /** Anything faster keeps the processor busy, and is measured by itself. */
  private static final double FAST_BITS_PER_SECOND = 1_000_000;

  private static final double NANOS = 1e9;

  /** A request for a block on the wire: CoAP, a DTLS record with a connection id, UDP, IPv4. */
  private static final int REQUEST_BYTES = 80;

  /** A block of 1,024 octets on the wire, likewise. */
  private static final int BLOCK_BYTES = 1094;

  private static final int PERCENT = 100;

  /**
   * Nothing gets through for a while.
   *
   * @param afterBytes begins once so many octets were delivered to the device
   * @param length how long it lasts
   */
  record Blackout(long afterBytes, Duration length) {}

  /** The link as it is in the field. */
  static EmulatedPath of(LinkProfile profile) {
    return new EmulatedPath(profile, OptionalInt.empty(), Optional.empty());
  }

  EmulatedPath withLoss(int percent) {
    return new EmulatedPath(profile, OptionalInt.of(percent), blackout);
  }

  EmulatedPath with(Blackout dark) {
    return new EmulatedPath(profile, lossPercent, Optional.of(dark));
  }

  /** What it carries towards the device. */
  double bitsPerSecond() {
    return settings().down().capacity().bitsPerSecond();
  }

  /** What it takes to and fro when it is idle, without the time to send anything. */
  Duration roundTrip() {
    return settings().up().delays().delay().plus(settings().down().delays().delay());
  }

  /** What the round trip of a block takes when nothing waits: its request and itself are sent. */
  Duration idleRoundTrip() {
    double sending =
        REQUEST_BYTES * Byte.SIZE / settings().up().capacity().bitsPerSecond()
            + BLOCK_BYTES * Byte.SIZE / bitsPerSecond();
    return roundTrip().plusNanos(Math.round(sending * NANOS));
  }

  private LinkSettings settings() {
    return profile.settings();
  }

  boolean isFast() {
    return bitsPerSecond() > FAST_BITS_PER_SECOND;
  }

  /** What nobody can do better: the image's bits at the link's rate, and one round trip. */
  Duration ideal(long imageBytes) {
    double sending = imageBytes * Byte.SIZE / bitsPerSecond();
    return roundTrip().plusNanos(Math.round(sending * NANOS));
  }

  /**
   * How much of the link a transfer used.
   *
   * @param taken from the first block request to the last block
   * @return percent of what nobody can do better
   */
  double sharePercent(long imageBytes, Duration taken) {
    return PERCENT * (double) ideal(imageBytes).toNanos() / taken.toNanos();
  }

  /** As {@code device run --link} takes it. */
  String spelling() {
    StringBuilder text = new StringBuilder(profile.label());
    lossPercent.ifPresent(percent -> text.append(",loss=").append(percent).append('%'));
    blackout.ifPresent(
        dark ->
            text.append(
                ",blackout-after=%d:%ds".formatted(dark.afterBytes, dark.length.toSeconds())));
    return text.toString();
  }

  /** As linksim takes it. */
  List<String> linksimOptions() {
    List<String> options = new ArrayList<>(List.of("--profile", profile.label()));
    lossPercent.ifPresent(percent -> options.addAll(List.of("--loss", Integer.toString(percent))));
    blackout.ifPresent(
        dark ->
            options.addAll(
                List.of(
                    "--blackout-after",
                    "%d:%d".formatted(dark.afterBytes, dark.length.toSeconds()))));
    return options;
  }
}
