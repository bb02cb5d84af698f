package io.firmament.device;

import io.firmament.device.core.DeviceProfile;
import io.firmament.protocol.message.Controls;
import io.firmament.protocol.transfer.TransferSettings;
import io.firmament.protocol.value.InvalidValueException;
import java.time.Duration;

/**
 * How a device behaves, whoever it is and wherever its cloud is.
 *
 * @param transfer how a transfer is driven
 * @param decoders what the device can decode, and with how much memory
 * @param helloInterval how long a connected device stays silent at most
 * @param confirmWithin how long a new version may run without a session with the cloud
 * @param clockTrusted whether the device's own time of day is believed, rather than the cloud's
 * @param controls what the cloud can ask of the device (DEV16)
 * @param sleepy whether it sleeps between contacts without a goodbye
 */
public record DeviceSettings(
    TransferSettings transfer,
    DecoderSettings decoders,
    Duration helloInterval,
    Duration confirmWithin,
    boolean clockTrusted,
    Controls controls,
    boolean sleepy) {
  /**
   * The most blocks that are asked for at once, unless somebody knows better: as many as the usual
   * receive buffer of a socket holds.
   */
  public static final int DEFAULT_WINDOW = 128;

  private static final Duration LEAST_INTERVAL = Duration.ofSeconds(1);
  private static final Duration MOST_INTERVAL = Duration.ofHours(24);
  private static final Duration LEAST_TRIAL = Duration.ofMinutes(1);
  private static final Duration MOST_TRIAL = Duration.ofDays(30);

  /** Safe for a device of which nothing is known. */
  public static final DeviceSettings DEFAULT =
      new DeviceSettings(
          TransferSettings.ofWindow(DEFAULT_WINDOW),
          DecoderSettings.DEFAULT,
          DeviceProfile.HELLO_INTERVAL,
          DeviceProfile.CONFIRM_WITHIN,
          false,
          Controls.ALL,
          false);

  /**
   * Checks what would keep a device from speaking at all, or from ever being silent.
   *
   * @throws InvalidValueException when the hello interval is none of 1 s to 24 h, or a trial none
   *     of 1 min to 30 days
   */
  public DeviceSettings {
    if (helloInterval.compareTo(LEAST_INTERVAL) < 0 || helloInterval.compareTo(MOST_INTERVAL) > 0) {
      throw new InvalidValueException("hello interval", "from 1 s to 24 h", helloInterval);
    }
    if (confirmWithin.compareTo(LEAST_TRIAL) < 0 || confirmWithin.compareTo(MOST_TRIAL) > 0) {
      throw new InvalidValueException("time of a trial", "from 1 min to 30 days", confirmWithin);
    }
  }

  /** The same, with other transfers. */
  public DeviceSettings with(TransferSettings other) {
    return new DeviceSettings(
        other, decoders, helloInterval, confirmWithin, clockTrusted, controls, sleepy);
  }

  /** The same, decoding other things. */
  public DeviceSettings with(DecoderSettings other) {
    return new DeviceSettings(
        transfer, other, helloInterval, confirmWithin, clockTrusted, controls, sleepy);
  }

  /** The same, speaking at least this often. */
  public DeviceSettings withHelloInterval(Duration interval) {
    return new DeviceSettings(
        transfer, decoders, interval, confirmWithin, clockTrusted, controls, sleepy);
  }

  /** The same, with another time for a new version to prove itself. */
  public DeviceSettings withConfirmWithin(Duration time) {
    return new DeviceSettings(
        transfer, decoders, helloInterval, time, clockTrusted, controls, sleepy);
  }

  /** The same, with a clock of its own that is believed: one that nobody can set unseen. */
  public DeviceSettings withTrustedClock() {
    return new DeviceSettings(
        transfer, decoders, helloInterval, confirmWithin, true, controls, sleepy);
  }

  /** The same, with other controls. */
  public DeviceSettings with(Controls other) {
    return new DeviceSettings(
        transfer, decoders, helloInterval, confirmWithin, clockTrusted, other, sleepy);
  }

  /** The same, asleep between contacts: the cloud reaches it with its answers alone (DEV12). */
  public DeviceSettings withSleep() {
    return new DeviceSettings(
        transfer, decoders, helloInterval, confirmWithin, clockTrusted, controls, true);
  }
}
