package io.firmament.device.emulation;

import io.firmament.protocol.value.InvalidValueException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Links as they are found in the field. Each is the same in both directions but for its rate. */
public enum LinkProfile {
  /** Passes everything on at once. */
  NONE(0, 0, 0, 0, 0, 0),
  /** Good Wi-Fi. */
  WIFI(10, 20_000_000, 20_000_000, 0, 1500, 256),
  /** LTE Cat-M1, good cover. */
  LTE_M(100, 300_000, 375_000, 0.5, 1500, 64),
  /** LTE Cat-M1, at the edge of the cell. */
  LTE_M_EDGE(300, 100_000, 100_000, 3, 1500, 32),
  /** NB-IoT Cat-NB1, single-tone uplink. */
  NB_IOT(1600, 26_000, 16_900, 1, 1500, 16),
  /** A Thread mesh, several hops. */
  THREAD(50, 100_000, 100_000, 2, 1280, 16),
  /** A geostationary satellite. */
  SATELLITE(600, 256_000, 128_000, 1, 1500, 64);

  private static final int KIB = 1024;

  private final LinkSettings settings;

  LinkProfile(
      int roundTripMillis,
      double bitsPerSecondDown,
      double bitsPerSecondUp,
      double lossPercent,
      int mtuBytes,
      int queueKib) {
    Delays delays = Delays.NONE.withDelay(Duration.ofMillis(roundTripMillis / 2));
    Losses losses = Losses.NONE.withShare(lossPercent / 100);
    Capacity up = new Capacity(bitsPerSecondUp, (long) queueKib * KIB, mtuBytes);
    Capacity down = up.withRate(bitsPerSecondDown);
    this.settings =
        new LinkSettings(
            new PathSettings(delays, up, losses, Disorder.NONE, List.of()),
            new PathSettings(delays, down, losses, Disorder.NONE, List.of()),
            LinkSettings.IPV4_OVERHEAD_BYTES,
            false,
            Incidents.NONE);
  }

  /** Its figures. */
  public LinkSettings settings() {
    return settings;
  }

  /** As it is spelt: {@code lte-m-edge}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All names, for people. */
  public static String labels() {
    return Arrays.stream(values()).map(LinkProfile::label).collect(Collectors.joining(", "));
  }

  /**
   * The profile of this name.
   *
   * @throws InvalidValueException when there is none
   */
  public static LinkProfile of(String label) {
    return find(label)
        .orElseThrow(() -> new InvalidValueException("link profile", "one of " + labels(), label));
  }

  static Optional<LinkProfile> find(String label) {
    return Arrays.stream(values()).filter(profile -> profile.label().equals(label)).findFirst();
  }
}
