package io.firmament.certs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.certs.curve.OnEveryBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReleaseKeyTest extends OnEveryBackend {
  private static final byte[] CONTENT = "manifest".getBytes(US_ASCII);

  private final SecureRandom random = new SecureRandom();

  @ParameterizedTest
  @ValueSource(strings = {"EC", "Ed25519"})
  void a_signature_has_64_octets_and_is_believed(String algorithm) throws Exception {
    ReleaseKey key = key(algorithm);
    for (int i = 0; i < 50; i++) {
      byte[] signature = key.sign(CONTENT, random);

      assertThat(signature).hasSize(ReleaseAlgorithm.SIGNATURE_BYTES);
      assertThat(key.publicKey().verify(CONTENT, signature)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "Ed25519"})
  void a_signature_with_any_bit_turned_is_not_believed(String algorithm) throws Exception {
    ReleaseKey key = key(algorithm);
    byte[] signature = key.sign(CONTENT, random);
    for (int bit = 0; bit < signature.length * 8; bit++) {
      byte[] turned = signature.clone();
      turned[bit / 8] ^= (byte) (1 << bit % 8);

      assertThat(key.publicKey().verify(CONTENT, turned)).as("bit %d", bit).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "Ed25519"})
  void what_is_not_a_signature_is_not_believed(String algorithm) throws Exception {
    ReleasePublicKey key = key(algorithm).publicKey();
    byte[] ones = new byte[64];
    java.util.Arrays.fill(ones, (byte) 0xff);

    assertThat(List.of(new byte[0], new byte[63], new byte[64], new byte[65], ones))
        .noneMatch(nonsense -> key.verify(CONTENT, nonsense));
  }

  @Test
  void another_keys_signature_is_not_believed() throws Exception {
    byte[] signature = key("EC").sign(CONTENT, random);

    assertThat(key("EC").publicKey().verify(CONTENT, signature)).isFalse();
  }

  @Test
  void a_der_signature_is_not_believed_since_it_has_many_spellings() throws Exception {
    KeyPair pair = KeyPairs.freshP256(random);
    Signature der = Signature.getInstance("SHA256withECDSA");
    der.initSign(pair.getPrivate());
    der.update(CONTENT);

    assertThat(ReleasePublicKey.of(pair.getPublic(), "test").verify(CONTENT, der.sign())).isFalse();
  }

  @Test
  void a_file_may_hold_several_trusted_keys(@TempDir Path directory) throws Exception {
    ReleasePublicKey first = key("EC").publicKey();
    ReleasePublicKey second = key("Ed25519").publicKey();
    Path file = directory.resolve("release.pub");
    Files.writeString(
        file,
        Pem.write(Pem.PUBLIC_KEY, first.key().getEncoded())
            + Pem.write(Pem.PUBLIC_KEY, second.key().getEncoded()));

    assertThat(ReleasePublicKey.readAll(file)).containsExactly(first, second);
  }

  @Test
  void an_rsa_key_is_refused_by_its_object_identifier(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("release.pub");
    byte[] rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPublic().getEncoded();
    Files.writeString(file, Pem.write(Pem.PUBLIC_KEY, rsa));

    assertThatThrownBy(() -> ReleasePublicKey.readAll(file))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("1.2.840.113549.1.1.1");
  }

  @Test
  void the_public_half_is_computed_from_the_private_one() throws Exception {
    for (KeyPair pair :
        List.of(
            KeyPairs.freshP256(random),
            KeyPairGenerator.getInstance("Ed25519").generateKeyPair())) {
      assertThat(KeyPairs.publicHalf(pair.getPrivate(), "test")).isEqualTo(pair.getPublic());
    }
  }

  private ReleaseKey key(String algorithm) throws Exception {
    KeyPair pair =
        algorithm.equals("EC")
            ? KeyPairs.freshP256(random)
            : KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    return ReleaseKey.of(pair.getPrivate(), pair.getPublic(), "test");
  }
}
