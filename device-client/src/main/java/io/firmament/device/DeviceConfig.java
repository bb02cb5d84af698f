package io.firmament.device;

import io.firmament.certs.DeviceCredential;
import io.firmament.certs.ReleasePublicKey;
import io.firmament.device.core.DeviceProfile;
import io.firmament.device.core.TrustAnchor;
import io.firmament.device.link.LinkThreads;
import io.firmament.protocol.manifest.JudgeRoot;
import io.firmament.protocol.manifest.RootVerdict;
import io.firmament.protocol.manifest.TrustedKeys;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.InvalidValueException;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Optional;

/**
 * What a device needs to know. {@link #of} has safe defaults for the rest.
 *
 * @param credential who the device is, and whom it believes
 * @param server the cloud's CoAP endpoint
 * @param product the product that the device belongs to
 * @param platform its hardware
 * @param settings how it behaves
 * @param sessionDirectory where the DTLS session is remembered over a restart; empty for not at all
 * @param threads who does the work of its link; empty for threads of its own
 * @param mode who runs the device
 */
public record DeviceConfig(
    DeviceCredential credential,
    InetSocketAddress server,
    ProductId product,
    PlatformId platform,
    DeviceSettings settings,
    Optional<Path> sessionDirectory,
    Optional<LinkThreads> threads,
    Mode mode) {
  /** Who runs the device (DEV15). */
  public enum Mode {
    /**
     * The application: nothing starts and no callback runs outside {@link DeviceClient#process}.
     */
    COOPERATIVE,
    /** A thread of the client's own, which runs all callbacks, too. */
    THREADED
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
        DeviceSettings.DEFAULT,
        Optional.empty(),
        Optional.empty(),
        Mode.THREADED);
  }

  /** The same, behaving otherwise. */
  public DeviceConfig with(DeviceSettings others) {
    return new DeviceConfig(
        credential, server, product, platform, others, sessionDirectory, threads, mode);
  }

  /** The same, with its DTLS session remembered in a directory. */
  public DeviceConfig rememberingSessionIn(Path directory) {
    return new DeviceConfig(
        credential, server, product, platform, settings, Optional.of(directory), threads, mode);
  }

  /** The same, with link threads that it shares with other devices of the process. */
  public DeviceConfig sharing(LinkThreads shared) {
    return new DeviceConfig(
        credential,
        server,
        product,
        platform,
        settings,
        sessionDirectory,
        Optional.of(shared),
        mode);
  }

  /** The same, run by somebody else. */
  public DeviceConfig in(Mode other) {
    return new DeviceConfig(
        credential, server, product, platform, settings, sessionDirectory, threads, other);
  }

  DeviceProfile profile() {
    return new DeviceProfile(
        new DeviceId(credential.deviceId()),
        product,
        platform,
        anchor(),
        settings.decoders().capabilities(),
        settings.transfer(),
        settings.helloInterval(),
        settings.confirmWithin(),
        settings.clockTrusted(),
        settings.controls(),
        settings.sleepy());
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
