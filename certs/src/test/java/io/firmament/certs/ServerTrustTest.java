package io.firmament.certs;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.certs.curve.OnEveryBackend;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom a device takes for its server, and whom it does not. */
final class ServerTrustTest extends OnEveryBackend {
  private static final String ID = "0123456789abcdef01234567";
  private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");

  private final SecureRandom random = new SecureRandom();
  private final KeyPair authorityKeys = KeyPairs.freshP256(random);
  private final KeyPair keys = KeyPairs.freshP256(random);
  @TempDir Path folder;
  private X509Certificate authority;
  private ServerTrust trust;

  @BeforeEach
  void pin_an_authority() {
    authority = issuer(NOW).selfSigned(authorityKeys);
    trust = new ServerTrust.PinnedAuthority(authority);
  }

  @Test
  void server_of_the_pinned_authority_is_believed_with_and_without_the_authority_shown() {
    assertThat(trust.accepts(List.of(server(NOW)))).isTrue();
    assertThat(trust.accepts(List.of(server(NOW), authority))).isTrue();
  }

  /** No clock of a device is believed. */
  @Test
  void dates_are_not_looked_at() {
    assertThat(trust.accepts(List.of(server(Instant.EPOCH)))).isTrue();
    assertThat(trust.accepts(List.of(server(Instant.parse("2090-01-01T00:00:00Z"))))).isTrue();
  }

  @Test
  void server_of_another_authority_is_not_believed() {
    KeyPair other = KeyPairs.freshP256(random);
    X509Certificate root = issuer(NOW).selfSigned(other);
    X509Certificate theirs = issuer(NOW).forServer(keys.getPublic(), root, other.getPrivate());

    assertThat(trust.accepts(List.of(theirs))).isFalse();
    assertThat(trust.accepts(List.of(theirs, root))).isFalse();
  }

  @Test
  void authority_shown_alone_is_no_server() {
    assertThat(trust.accepts(List.of(authority))).isFalse();
    assertThat(trust.accepts(List.<X509Certificate>of())).isFalse();
  }

  /** A device must not be able to play the server. */
  @Test
  void device_of_the_same_authority_is_no_server() {
    X509Certificate device =
        issuer(NOW).forDevice(keys.getPublic(), ID, authority, authorityKeys.getPrivate());

    assertThat(trust.accepts(List.of(device))).isFalse();
  }

  @Test
  void pinned_key_is_believed_and_no_other_one() {
    ServerTrust pinned = new ServerTrust.PinnedKey(keys.getPublic());

    assertThat(pinned.accepts(keys.getPublic())).isTrue();
    assertThat(pinned.accepts(authorityKeys.getPublic())).isFalse();
    assertThat(pinned.accepts(List.of(server(NOW)))).isFalse();
    assertThat(trust.accepts(authorityKeys.getPublic())).isFalse();
  }

  @Test
  void device_with_a_raw_key_pins_the_servers_key() throws Exception {
    InstallationKeys installation = InstallationKeys.openOrMake(List.of(), folder, NOW, random);
    DeviceCredential credential = made(CredentialKind.RPK);

    assertThat(credential.serverTrust())
        .isEqualTo(new ServerTrust.PinnedKey(installation.serverCertificate().getPublicKey()));
  }

  @Test
  void local_key_is_another_one_for_another_purpose_credential_or_server() throws Exception {
    InstallationKeys.openOrMake(List.of(), folder, NOW, random);
    DeviceCredential credential = made(CredentialKind.RPK);
    DeviceCredential elsewhere =
        new DeviceCredential(credential.proof(), trust, credential.releaseKeys());
    DeviceCredential renewed =
        new DeviceCredential(
            new RawKeyProof(ID, keys.getPrivate(), keys.getPublic()),
            credential.serverTrust(),
            credential.releaseKeys());

    assertThat(credential.localKey("a")).isEqualTo(credential.localKey("a"));
    assertThat(
            List.of(
                credential.localKey("a"),
                credential.localKey("b"),
                elsewhere.localKey("a"),
                renewed.localKey("a")))
        .doesNotHaveDuplicates();
  }

  private DeviceCredential made(CredentialKind kind) throws CredentialException {
    DeviceCredential.make(folder, ID, kind, random);
    return DeviceCredential.read(folder.resolve("devices").resolve(ID));
  }

  private X509Certificate server(Instant made) {
    return issuer(made).forServer(keys.getPublic(), authority, authorityKeys.getPrivate());
  }

  private CertificateAuthority issuer(Instant now) {
    return new CertificateAuthority(now, random);
  }
}
