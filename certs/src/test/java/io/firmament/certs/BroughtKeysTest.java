package io.firmament.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.certs.curve.OnEveryBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X962Parameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.util.io.pem.PemHeader;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys and certificates that users bring: the good ones, and a reason with a hint for the rest. */
final class BroughtKeysTest extends OnEveryBackend {
  private static final String ID = "0123456789abcdef01234567";
  private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
  private static final KeyPair P256 = pair("secp256r1");

  @TempDir Path folder;
  private final SecureRandom random = new SecureRandom();

  @BeforeEach
  void make_an_installation() throws Exception {
    InstallationKeys.openOrMake(List.of(), folder, NOW, random);
  }

  static Stream<Arguments> badPublicKeys() throws IOException {
    String good = publicPem(P256.getPublic());
    return Stream.of(
        bad("nothing", "", "no PEM block", "damaged"),
        bad("words", "my key", "no PEM block", "damaged"),
        bad("P-384", publicPem(pair("secp384r1").getPublic()), "secp384r1", "P-256"),
        bad("secp256k1 as a raw OID", secp256k1(), "secp256k1", "P-256"),
        bad("RSA", publicPem(pair("RSA").getPublic()), "RSA", "P-256"),
        bad("RSA in PKCS#1", good.replace("PUBLIC", "RSA PUBLIC"), "RSA", "P-256"),
        bad("Ed25519", publicPem(pair("Ed25519").getPublic()), "Ed25519", "P-256"),
        bad("private key", privatePem(P256), "PRIVATE KEY", "openssl pkey"),
        bad(
            "certificate",
            CertificateForge.device(ID).selfSigned().pem(),
            "holds CERTIFICATE",
            "openssl x509"),
        bad("cut off", good.substring(0, good.length() / 2), "is not PEM", "cut off"),
        bad("letters lost", good.replaceFirst("\n....", "\n"), "is not", "damaged"),
        bad("no base64", good.replaceFirst("\n....", "\n(())"), "is not", "damaged"),
        bad("two", good + good, "holds 2", "split"),
        bad("for SSH", "ecdsa-sha2-nistp256 AAAAE2VjZHNh", "no PEM block", "ssh-keygen"),
        bad("DER", "0Y0\u0013\u0006\u0007*", "no PEM block", "DER"),
        bad("point off the curve", offCurve(), "is not a public key", "damaged"),
        bad("65 KiB", "x".repeat(65 * 1024), "at most 65536", "another file"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badPublicKeys")
  void bad_public_key_says_why(String name, String text, String why, String hint) {
    assertRefused(() -> DevicePublicKey.of("what was sent", text), why, hint);
  }

  static Stream<Arguments> badPrivateKeys() throws IOException {
    String good = privatePem(P256);
    String sec1 = sec1(P256, true);
    return Stream.of(
        bad("P-384", privatePem(pair("secp384r1")), "secp384r1", "P-256"),
        bad("RSA", privatePem(pair("RSA")), "RSA", "P-256"),
        bad("RSA in PKCS#1", label(good, "RSA PRIVATE KEY"), "RSA", "P-256"),
        bad("Ed25519", privatePem(pair("Ed25519")), "Ed25519", "P-256"),
        bad("PKCS#8 with a password", label(good, "ENCRYPTED PRIVATE KEY"), "password", "-nocrypt"),
        bad("SEC1 with a password", encryptedSec1(), "password", "-nocrypt"),
        bad("SEC1 without its curve", sec1(P256, false), "curve", "convert"),
        bad("SEC1 of P-384", sec1(pair("secp384r1"), true), "secp384r1", "P-256"),
        bad("for SSH", label(good, "OPENSSH PRIVATE KEY"), "OPENSSH", "convert"),
        bad("public key", publicPem(P256.getPublic()), "PUBLIC KEY", "another file"),
        bad("cut off", sec1.substring(0, sec1.length() / 2), "is not PEM", "cut off"),
        bad("letters lost", good.replaceFirst("\n....", "\n"), "is not a private key", "damaged"),
        bad("two", good + good, "holds 2", "split"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badPrivateKeys")
  void bad_private_key_says_why_and_never_shows_itself(
      String name, String text, String why, String hint) throws Exception {
    Path file = Files.writeString(folder.resolve("brought"), text);

    assertRefused(() -> make(brought(file, Optional.empty(), CredentialKind.RPK)), why, hint);
    assertThat(folder.resolve("devices").resolve(ID)).doesNotExist();
  }

  @Test
  void private_keys_are_taken_as_pkcs8_and_as_sec1() throws Exception {
    for (String text :
        List.of(
            privatePem(P256),
            sec1(P256, true),
            "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                + sec1(P256, true))) {
      Path file = Files.writeString(folder.resolve("brought"), text);

      make(brought(file, Optional.empty(), CredentialKind.RPK));

      RawKeyProof proof = (RawKeyProof) DeviceCredential.read(device()).proof();
      assertThat(proof.publicKey().getEncoded()).isEqualTo(P256.getPublic().getEncoded());
      Files.move(device(), folder.resolve("done-" + System.nanoTime()));
    }
  }

  /** One key has one digest, however it is written. */
  @Test
  void compressed_point_and_explicit_parameters_become_the_one_form() throws Exception {
    SubjectPublicKeyInfo spki = SubjectPublicKeyInfo.getInstance(P256.getPublic().getEncoded());
    byte[] point = spki.getPublicKeyData().getOctets();
    byte[] compressed = new byte[33];
    compressed[0] = (byte) (2 + (point[64] & 1));
    System.arraycopy(point, 1, compressed, 1, 32);
    AlgorithmIdentifier explicit =
        new AlgorithmIdentifier(
            X9ObjectIdentifiers.id_ecPublicKey,
            new X962Parameters(SECNamedCurves.getByName("secp256r1")));
    for (SubjectPublicKeyInfo other :
        List.of(
            new SubjectPublicKeyInfo(spki.getAlgorithm(), compressed),
            new SubjectPublicKeyInfo(explicit, point))) {
      String pem = Pem.write(Pem.PUBLIC_KEY, other.getEncoded());

      assertThat(DevicePublicKey.of("it", pem).encoded())
          .hasSize(91)
          .isEqualTo(P256.getPublic().getEncoded());
    }
  }

  @Test
  void certificate_for_another_key_is_refused() throws Exception {
    CertificateForge.Forged one = CertificateForge.device(ID).selfSigned();
    CertificateForge.Forged two = CertificateForge.device(ID).selfSigned();

    assertRefused(
        () -> make(certified(two.keyPem(), one.pem())), "is for another key", "for this key");
  }

  @Test
  void certificate_of_another_device_is_refused() {
    CertificateForge.Forged one = CertificateForge.device("ffffffffffffffffffffffff").selfSigned();

    assertRefused(
        () -> make(certified(one.keyPem(), one.pem())), "ffffffffffffffffffffffff", "this device");
  }

  @Test
  void certificate_without_a_device_is_refused_with_the_name_that_it_needs() {
    CertificateForge.Forged one = CertificateForge.device(ID).uris().selfSigned();

    assertRefused(
        () -> make(certified(one.keyPem(), one.pem())),
        "does not name one device",
        "URI:urn:firmament:device:");
  }

  @Test
  void brought_certificate_is_kept_with_those_above_it() throws Exception {
    CertificateForge.Forged authority = CertificateForge.authority("own").selfSigned();
    CertificateForge.Forged one = CertificateForge.device(ID).signedBy(authority);

    make(certified(one.keyPem(), one.pem() + authority.pem()));

    CertificateProof proof = (CertificateProof) DeviceCredential.read(device()).proof();
    assertThat(proof.chain()).isEqualTo(one.chain());
    assertThat(proof.deviceId()).isEqualTo(ID);
  }

  static Stream<Arguments> badAuthorities() {
    CertificateForge.Forged expired =
        CertificateForge.authority("old").expiredAt(NOW.minusSeconds(1)).selfSigned();
    return Stream.of(
        bad("expired", expired.pem(), "expired", "valid"),
        bad(
            "P-384",
            CertificateForge.authority("p").curve("secp384r1").selfSigned().pem(),
            "P-256",
            "P-256"),
        bad("RSA", CertificateForge.authority("r").curve("rsa").selfSigned().pem(), "RSA", "P-256"),
        bad(
            "a device's",
            CertificateForge.device(ID).selfSigned().pem(),
            "not an authority",
            "signed"),
        bad("a key", publicPem(P256.getPublic()), "holds PUBLIC KEY", "another file"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badAuthorities")
  void bad_authority_says_why(String name, String text, String why, String hint) {
    assertRefused(() -> ProductAuthority.of("what was sent", text, NOW), why, hint);
  }

  /** Whatever a file holds, the answer is a reason and no stack trace. */
  @Test
  void damaged_files_are_refused_and_nothing_else_happens() throws Exception {
    Random chance = new Random(7);
    String certificate = CertificateForge.device(ID).selfSigned().pem();
    for (String good :
        List.of(publicPem(P256.getPublic()), privatePem(P256), sec1(P256, true), certificate)) {
      for (int i = 0; i < 1_000; i++) {
        byte[] octets = good.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        for (int n = 0; n <= chance.nextInt(3); n++) {
          octets[chance.nextInt(octets.length)] = (byte) chance.nextInt(256);
        }
        String text = new String(octets, java.nio.charset.StandardCharsets.ISO_8859_1);
        PemText pem = PemText.of("it", text);
        tryOut(() -> EcKeys.publicKey(pem));
        tryOut(() -> EcKeys.privateKey(pem));
        tryOut(() -> Certificates.chain(pem));
      }
    }
  }

  private static void tryOut(Attempt attempt) throws Exception {
    try {
      attempt.make();
    } catch (CredentialException expected) {
      assertThat(expected.hint()).isNotBlank();
    }
  }

  private interface Attempt {
    Object make() throws Exception;
  }

  private static void assertRefused(Attempt attempt, String why, String hint) {
    assertThatThrownBy(attempt::make)
        .isInstanceOfSatisfying(CredentialException.class, e -> assertThat(e.hint()).contains(hint))
        .hasMessageContaining(why);
  }

  private static Arguments bad(String name, String text, String why, String hint) {
    return Arguments.of(name, text, why, hint);
  }

  private DeviceOrder certified(String key, String certificate) throws IOException {
    Path keyFile = Files.writeString(folder.resolve("key"), key);
    Path certificateFile = Files.writeString(folder.resolve("certificate"), certificate);
    return brought(keyFile, Optional.of(certificateFile), CredentialKind.X509);
  }

  private static DeviceOrder brought(Path key, Optional<Path> certificate, CredentialKind kind) {
    return new DeviceOrder(ID, kind, Optional.empty(), Optional.of(key), certificate);
  }

  private List<MadeFile> make(DeviceOrder order) throws CredentialException {
    return DeviceCredential.make(folder, order, NOW, random);
  }

  private Path device() {
    return folder.resolve("devices").resolve(ID);
  }

  private static KeyPair pair(String algorithm) {
    try {
      if (algorithm.startsWith("secp")) {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(algorithm));
        return generator.generateKeyPair();
      }
      return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String publicPem(PublicKey key) {
    return Pem.write(Pem.PUBLIC_KEY, key.getEncoded());
  }

  private static String privatePem(KeyPair pair) {
    return Pem.write(Pem.PRIVATE_KEY, pair.getPrivate().getEncoded());
  }

  private static String label(String pem, String other) {
    return pem.replace(Pem.PRIVATE_KEY, other);
  }

  private static String sec1(KeyPair pair, boolean withCurve) throws IOException {
    PrivateKeyInfo info = PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded());
    org.bouncycastle.asn1.sec.ECPrivateKey inner =
        org.bouncycastle.asn1.sec.ECPrivateKey.getInstance(info.parsePrivateKey());
    Object curve = info.getPrivateKeyAlgorithm().getParameters();
    org.bouncycastle.asn1.sec.ECPrivateKey sec1 =
        withCurve
            ? new org.bouncycastle.asn1.sec.ECPrivateKey(
                ((java.security.interfaces.ECKey) pair.getPrivate())
                    .getParams()
                    .getOrder()
                    .bitLength(),
                inner.getKey(),
                (org.bouncycastle.asn1.ASN1Encodable) curve)
            : new org.bouncycastle.asn1.sec.ECPrivateKey(256, inner.getKey());
    return Pem.write("EC PRIVATE KEY", sec1.getEncoded());
  }

  private static String encryptedSec1() throws IOException {
    return Pem.write(
        new PemObject(
            "EC PRIVATE KEY",
            List.of(
                new PemHeader("Proc-Type", "4,ENCRYPTED"),
                new PemHeader("DEK-Info", "AES-256-CBC,00112233445566778899AABBCCDDEEFF")),
            new byte[64]));
  }

  private static String offCurve() {
    byte[] spki = P256.getPublic().getEncoded();
    spki[spki.length - 1] ^= 1;
    return Pem.write(Pem.PUBLIC_KEY, spki);
  }

  private static String secp256k1() throws IOException {
    org.bouncycastle.asn1.x9.X9ECParameters curve = SECNamedCurves.getByName("secp256k1");
    return Pem.write(
        Pem.PUBLIC_KEY,
        new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(
                    X9ObjectIdentifiers.id_ecPublicKey, SECNamedCurves.getOID("secp256k1")),
                curve.getG().getEncoded(false))
            .getEncoded());
  }
}
