package io.firmament.certs;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.certs.CertificateForge.Forged;
import io.firmament.certs.curve.OnEveryBackend;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a product's authority makes of each certificate that nobody should believe. DTLS refuses
 * some of them by itself, too; here each check stands alone.
 */
class ProductAuthorityTest extends OnEveryBackend {
  private static final String ID = "0123456789abcdef01234567";
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant PAST = NOW.minusSeconds(1);
  private static final Instant FUTURE = NOW.plusSeconds(1);
  private static final Forged AUTHORITY = CertificateForge.authority("own").selfSigned();

  private static CertificateVerdict judged(Forged authority, List<X509Certificate> shown)
      throws CredentialException {
    return ProductAuthority.decoded(Certificates.encoded(authority.certificate()))
        .judge(shown, NOW);
  }

  private static CertificateForge device() {
    return CertificateForge.device(ID);
  }

  private static CertificateForge between() {
    return CertificateForge.authority("between");
  }

  static Stream<Arguments> strangers() {
    String upper = DeviceName.PREFIX + ID.toUpperCase(Locale.ROOT);
    Forged good = device().signedBy(AUTHORITY);
    Forged long4 =
        device().signedBy(between().signedBy(between().signedBy(between().signedBy(AUTHORITY))));
    return Stream.of(
        Arguments.of(
            "another signature", CertificateFault.NOT_TRUSTED, device().pretending(AUTHORITY)),
        Arguments.of(
            "another authority of that name",
            CertificateFault.NOT_TRUSTED,
            device().signedBy(CertificateForge.authority("own").selfSigned())),
        Arguments.of("signed by itself", CertificateFault.NOT_TRUSTED, device().selfSigned()),
        Arguments.of("signed by a device", CertificateFault.NOT_TRUSTED, device().signedBy(good)),
        Arguments.of(
            "out of date", CertificateFault.EXPIRED, device().expiredAt(PAST).signedBy(AUTHORITY)),
        Arguments.of(
            "not yet valid",
            CertificateFault.NOT_YET_VALID,
            device().notBefore(FUTURE).signedBy(AUTHORITY)),
        Arguments.of(
            "under one that is out of date",
            CertificateFault.EXPIRED,
            device().signedBy(between().expiredAt(PAST).signedBy(AUTHORITY))),
        Arguments.of(
            "under an authority that is out of date",
            CertificateFault.EXPIRED,
            device().signedBy(CertificateForge.authority("old").expiredAt(PAST).selfSigned())),
        Arguments.of("a chain of five", CertificateFault.BAD_CHAIN, long4),
        Arguments.of("the authority itself", CertificateFault.BAD_CHAIN, AUTHORITY),
        Arguments.of(
            "an authority, not a device",
            CertificateFault.WRONG_USAGE,
            device().claimingToBeAnAuthority().signedBy(AUTHORITY)),
        Arguments.of(
            "for servers", CertificateFault.WRONG_USAGE, device().forServers().signedBy(AUTHORITY)),
        Arguments.of(
            "for key agreement",
            CertificateFault.WRONG_USAGE,
            device().forKeyAgreement().signedBy(AUTHORITY)),
        Arguments.of(
            "on another curve",
            CertificateFault.WRONG_KEY,
            device().curve("secp384r1").signedBy(AUTHORITY)),
        Arguments.of(
            "of RSA", CertificateFault.WRONG_KEY, device().curve("rsa").signedBy(AUTHORITY)),
        Arguments.of(
            "for no device", CertificateFault.NO_DEVICE, device().uris().signedBy(AUTHORITY)),
        Arguments.of(
            "for two devices",
            CertificateFault.NO_DEVICE,
            device()
                .uris(DeviceName.PREFIX + ID, DeviceName.PREFIX + "b".repeat(24))
                .signedBy(AUTHORITY)),
        Arguments.of(
            "in another spelling",
            CertificateFault.NO_DEVICE,
            device().uris(upper).signedBy(AUTHORITY)),
        Arguments.of(
            "with something behind the id",
            CertificateFault.NO_DEVICE,
            device().uris(DeviceName.PREFIX + ID + "0").signedBy(AUTHORITY)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("strangers")
  void what_nobody_should_believe_is_refused(String what, CertificateFault fault, Forged shown)
      throws CredentialException {
    List<X509Certificate> chain = shown.chain();
    X509Certificate top = chain.get(chain.size() - 1);
    boolean old = top.getSubjectX500Principal().getName().equals("CN=old");
    Forged authority = old ? new Forged(shown.key(), List.of(top)) : AUTHORITY;
    assertThat(judged(authority, chain)).isEqualTo(fault);
  }

  @Test
  void a_good_one_names_its_device_and_ends_with_the_first_of_its_chain() throws Exception {
    Forged shown = device().signedBy(between().expiredAt(NOW.plusSeconds(60)).signedBy(AUTHORITY));

    DeviceCertificate verdict = (DeviceCertificate) judged(AUTHORITY, shown.chain());

    assertThat(verdict.deviceId()).isEqualTo(ID);
    assertThat(verdict.key()).isEqualTo(shown.certificate().getPublicKey());
    assertThat(verdict.notAfter()).isEqualTo(NOW.plusSeconds(60));
  }

  @Test
  void four_in_a_chain_are_taken() throws Exception {
    Forged shown = device().signedBy(between().signedBy(between().signedBy(AUTHORITY)));
    assertThat(shown.chain()).hasSize(4);
    assertThat(judged(AUTHORITY, shown.chain())).isInstanceOf(DeviceCertificate.class);
  }
}
