package io.firmament.server.app;

import io.firmament.certs.CertificateFault;
import io.firmament.certs.CertificateVerdict;
import io.firmament.certs.DeviceCertificate;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.Digest;
import io.firmament.server.device.Approval;
import io.firmament.server.device.Credential;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.device.Fingerprint;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Says whose a key or a certificate is. Asked before the peer has shown that it has the private
 * key, so nothing is written down.
 */
public final class IdentifyDevice {
  private final Fleet fleet;
  private final Credentials credentials;
  private final Authorities authorities;
  private final Quarantine quarantine;
  private final InstantSource clock;

  IdentifyDevice(
      Fleet fleet,
      Credentials credentials,
      Authorities authorities,
      Quarantine quarantine,
      InstantSource clock) {
    this.fleet = fleet;
    this.credentials = credentials;
    this.authorities = authorities;
    this.quarantine = quarantine;
    this.clock = clock;
  }

  /** Whose a raw public key is (RFC 7250). */
  public Identification byRawKey(PublicKey key) {
    Digest digest = Digest.of(key.getEncoded());
    return credentials
        .owner(digest)
        .<Identification>map(
            device ->
                new Identification.Known(device, Fingerprint.ofRawKey(digest), Optional.empty()))
        .orElse(Identification.Unknown.STRANGER);
  }

  /**
   * Whose a certificate is.
   *
   * @param shown the peer's certificate first
   */
  public Identification byCertificate(List<X509Certificate> shown) {
    Instant now = clock.instant();
    Identification answer = Identification.Unknown.STRANGER;
    for (Authorities.Trusted authority : authorities.namedBy(shown)) {
      CertificateVerdict verdict = authority.judge(shown, now);
      if (verdict instanceof DeviceCertificate certificate) {
        return holder(certificate, authority);
      }
      if (verdict == CertificateFault.EXPIRED || verdict == CertificateFault.NOT_YET_VALID) {
        answer = Identification.Unknown.OUT_OF_DATE;
      }
    }
    return answer;
  }

  private Identification holder(DeviceCertificate certificate, Authorities.Trusted authority) {
    DeviceId device = new DeviceId(certificate.deviceId());
    Fingerprint credential =
        Fingerprint.of(
            new Fingerprint.OfCertificate(
                authority.key(),
                Digest.of(certificate.key().getEncoded()),
                certificate.notAfter()));
    Optional<DeviceRecord> registered = fleet.device(device).map(Stored::value);
    if (registered.isPresent()) {
      return holds(registered.get(), credential)
          ? new Identification.Known(device, credential, Optional.empty())
          : Identification.Unknown.NOT_ITS_CREDENTIAL;
    }
    return quarantine.hasRoom(authority.product())
        ? new Identification.Known(device, credential, Optional.of(authority.product()))
        : Identification.Unknown.NO_ROOM;
  }

  /**
   * What was decided for a device that may still use the credential that this is left of; empty
   * where it may not, or is not registered.
   */
  public Optional<Approval> approval(DeviceId device, Fingerprint shown) {
    return fleet
        .device(device)
        .map(Stored::value)
        .filter(known -> holds(known, shown))
        .map(DeviceRecord::approval);
  }

  private boolean holds(DeviceRecord device, Fingerprint shown) {
    Optional<Credential> registered = credentials.of(device.id());
    Optional<Fingerprint.OfCertificate> certificate = shown.certificate();
    if (certificate.isEmpty()) {
      return registered.flatMap(Credential::fingerprint).filter(shown::equals).isPresent();
    }
    return isPermitted(registered, certificate.get().key())
        && authorities.isTrusted(device.product(), certificate.get().authority())
        && certificate.get().notAfter().isAfter(clock.instant());
  }

  private static boolean isPermitted(Optional<Credential> registered, Digest key) {
    if (registered.isEmpty()) {
      return true;
    }
    return registered.get() instanceof Credential.Certified certified
        && (certified.key().isEmpty() || certified.key().get().equals(key));
  }
}
