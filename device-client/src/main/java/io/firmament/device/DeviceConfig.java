package io.firmament.device;

import io.firmament.certs.DeviceCredential;
import io.firmament.certs.ReleasePublicKey;
import io.firmament.device.core.DeviceProfile;
import io.firmament.device.core.TrustAnchor;
import io.firmament.device.link.LinkThreads;
import io.firmament.protocol.manifest.JudgeRoot;
import io.firmament.protocol.manifest.RootVerdict;
import io.firmament.protocol.manifest.TrustedKeys;
import io.firmament.protocol.transfer.TransferSettings;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.InvalidValueException;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Optional;

/**
 * What a device needs to know. {@link #of} has safe defaults for the rest.
 *
 * @param credential who the device is, and whom it believes
 * @param server the cloud's CoAP endpoint
 * @param product the product that the device belongs to
 * @param platform its hardware
 * @param sessionDirectory where the DTLS session is remembered over a restart; empty for not at all
 * @param transfer how a transfer is driven
 * @param decoders what the device can decode, and with how much memory
 * @param helloInterval how long a connected device stays silent at most
 * @param confirmWithin how long a new version may run without a session with the cloud
 * @param clockTrusted whether the device's own time of day is believed, rather than the cloud's
 * @param threads who does the work of its link; empty for threads of its own
 * @param mode who runs the device
 */
public record DeviceConfig(
    DeviceCredential credential,
    InetSocketAddress server,
    ProductId product,
    PlatformId platform,
    Optional<Path> sessionDirectory,
    TransferSettings transfer,
    DecoderSettings decoders,
    Duration helloInterval,
    Duration confirmWithin,
    boolean clockTrusted,
    Optional<LinkThreads> threads,
    Mode mode) {
  /** How many blocks are asked for at once, unless somebody knows better. */
  public static final int DEFAULT_WINDOW = 10;

  private static final Duration LEAST_INTERVAL = Duration.ofSeconds(1);
  private static final Duration MOST_INTERVAL = Duration.ofHours(24);
  private static final Duration LEAST_TRIAL = Duration.ofMinutes(1);
  private static final Duration MOST_TRIAL = Duration.ofDays(30);

  /** Who runs the device (DEV15). */
  public enum Mode {
    /**
     * The application: nothing starts and no callback runs outside {@link DeviceClient#process}.
     */
    COOPERATIVE,
    /** A thread of the client's own, which runs all callbacks, too. */
    THREADED
  }

  /**
   * Checks what would keep a device from speaking at all, or from ever being silent.
   *
   * @throws InvalidValueException when the hello interval is none of 1 s to 24 h, or a trial none
   *     of 1 min to 30 days
   */
  public DeviceConfig {
    if (helloInterval.compareTo(LEAST_INTERVAL) < 0 || helloInterval.compareTo(MOST_INTERVAL) > 0) {
      throw new InvalidValueException("hello interval", "from 1 s to 24 h", helloInterval);
    }
    if (confirmWithin.compareTo(LEAST_TRIAL) < 0 || confirmWithin.compareTo(MOST_TRIAL) > 0) {
      throw new InvalidValueException("time of a trial", "from 1 min to 30 days", confirmWithin);
    }
  }

  /** A device in threaded mode, with the defaults. */
  public static DeviceConfig of(
      DeviceCredential credential,
      InetSocketAddress server,
      ProductId product,
      PlatformId platform) {
    return new DeviceConfig(
        credential,
        server,
        product,
        platform,
        Optional.empty(),
        TransferSettings.ofWindow(DEFAULT_WINDOW),
        DecoderSettings.DEFAULT,
        DeviceProfile.HELLO_INTERVAL,
        DeviceProfile.CONFIRM_WITHIN,
        false,
        Optional.empty(),
        Mode.THREADED);
  }

  /** The same, with its DTLS session remembered in a directory. */
  public DeviceConfig rememberingSessionIn(Path directory) {
    return new DeviceConfig(
        credential,
        server,
        product,
        platform,
        Optional.of(directory),
        transfer,
        decoders,
        helloInterval,
        confirmWithin,
        clockTrusted,
        threads,
        mode);
  }

  /** The same, with other transfers. */
  public DeviceConfig withTransfer(TransferSettings settings) {
    return new DeviceConfig(
        credential,
        server,
        product,
        platform,
        sessionDirectory,
        settings,
        decoders,
        helloInterval,
        confirmWithin,
        clockTrusted,
        threads,
        mode);
  }

  /** The same, decoding other things. */
  public DeviceConfig withDecoders(DecoderSettings others) {
    return new DeviceConfig(
        credential,
        server,
        product,
        platform,
        sessionDirectory,
        transfer,
        others,
        helloInterval,
        confirmWithin,
        clockTrusted,
        threads,
        mode);
  }

  /** The same, speaking at least this often. */
  public DeviceConfig withHelloInterval(Duration interval) {
    return new DeviceConfig(
        credential,
        server,
        product,
        platform,
        sessionDirectory,
        transfer,
        decoders,
        interval,
        confirmWithin,
        clockTrusted,
        threads,
        mode);
  }

  /** The same, with link threads that it shares with other devices of the process. */
  public DeviceConfig sharing(LinkThreads shared) {
    return new DeviceConfig(
        credential,
        server,
        product,
        platform,
        sessionDirectory,
        transfer,
        decoders,
        helloInterval,
        confirmWithin,
        clockTrusted,
        Optional.of(shared),
        mode);
  }

  /** The same, with another time for a new version to prove itself. */
  public DeviceConfig withConfirmWithin(Duration time) {
    return new DeviceConfig(
        credential,
        server,
        product,
        platform,
        sessionDirectory,
        transfer,
        decoders,
        helloInterval,
        time,
        clockTrusted,
        threads,
        mode);
  }

  /** The same, with a clock of its own that is believed: one that nobody can set unseen. */
  public DeviceConfig withTrustedClock() {
    return new DeviceConfig(
        credential,
        server,
        product,
        platform,
        sessionDirectory,
        transfer,
        decoders,
        helloInterval,
        confirmWithin,
        true,
        threads,
        mode);
  }

  /** The same, run by somebody else. */
  public DeviceConfig in(Mode other) {
    return new DeviceConfig(
        credential,
        server,
        product,
        platform,
        sessionDirectory,
        transfer,
        decoders,
        helloInterval,
        confirmWithin,
        clockTrusted,
        threads,
        other);
  }

  DeviceProfile profile() {
    return new DeviceProfile(
        new DeviceId(credential.deviceId()),
        product,
        platform,
        anchor(),
        decoders.capabilities(),
        transfer,
        helloInterval,
        confirmWithin,
        clockTrusted);
  }

  /** What the credential brings; a root document must at least hold for itself. */
  private TrustAnchor anchor() {
    if (credential.root().isPresent()) {
      RootVerdict verdict = JudgeRoot.anchor(credential.root().get());
      if (verdict instanceof RootVerdict.Accepted accepted) {
        return TrustAnchor.of(accepted.root());
      }
      throw new InvalidValueException(
          "root document of the credential",
          "one that holds for itself",
          ((RootVerdict.Refused) verdict).detail());
    }
    PublicKey[] keys =
        credential.releaseKeys().stream().map(ReleasePublicKey::key).toArray(PublicKey[]::new);
    return TrustAnchor.of(TrustedKeys.of(keys));
  }
}
