package io.firmament.certs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.certs.curve.OnEveryBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InstallationKeysTest extends OnEveryBackend {
  private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
  private static final List<String> IN_ORDER =
      List.of("ca.key", "ca.pem", "server.key", "server.pem", "release.key", "release.pub");

  private final SecureRandom random = new SecureRandom();
  @TempDir Path temporary;
  private Path directory;

  @BeforeEach
  void choose_a_directory_that_does_not_exist() {
    directory = temporary.resolve("installation");
  }

  @Test
  void making_says_what_each_file_is_for_in_the_order_of_writing() throws Exception {
    List<MadeFile> made = InstallationKeys.make(directory, NOW, random);

    assertThat(made)
        .extracting(file -> file.path().getFileName().toString())
        .containsExactlyElementsOf(IN_ORDER);
    assertThat(made).allSatisfy(file -> assertThat(file.purpose()).isNotBlank());
    assertThat(names(directory)).containsExactlyInAnyOrderElementsOf(IN_ORDER);
  }

  @Test
  void nobody_else_can_read_a_private_file_or_the_directory() throws Exception {
    InstallationKeys.make(directory, NOW, random);

    assertThat(permissions(directory)).isEqualTo("rwx------");
    for (String name : IN_ORDER) {
      assertThat(permissions(directory.resolve(name)))
          .as(name)
          .isEqualTo(name.endsWith(".key") ? "rw-------" : "rw-r--r--");
    }
  }

  @Test
  void what_was_made_is_read_again_unchanged() throws Exception {
    InstallationKeys first = open();
    Map<String, String> files = contents();
    InstallationKeys second = open();

    assertThat(first.made()).hasSize(IN_ORDER.size());
    assertThat(second.made()).isEmpty();
    assertThat(second.authority()).isEqualTo(first.authority());
    assertThat(EcKeys.encoded(second.serverKey())).isEqualTo(EcKeys.encoded(first.serverKey()));
    assertThat(second.releaseKey().id()).isEqualTo(first.releaseKey().id());
    assertThat(contents()).isEqualTo(files);
  }

  @Test
  void making_twice_is_refused_and_changes_nothing() throws Exception {
    InstallationKeys.make(directory, NOW, random);
    Map<String, String> before = contents();

    assertThatThrownBy(() -> InstallationKeys.make(directory, NOW, random))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("never overwritten");
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void an_interruption_after_any_file_is_completed_and_keeps_what_was_written() throws Exception {
    for (int written = 0; written < IN_ORDER.size(); written++) {
      directory = temporary.resolve("interrupted-after-" + written);
      InstallationKeys.make(directory, NOW, random);
      for (String name : IN_ORDER.subList(written, IN_ORDER.size())) {
        Files.delete(directory.resolve(name));
      }
      Map<String, String> before = contents();

      InstallationKeys completed = open();

      assertThat(completed.made()).hasSize(IN_ORDER.size() - written);
      assertThat(contents()).containsAllEntriesOf(before).hasSize(IN_ORDER.size());
      completed.serverCertificate().verify(completed.authority().getPublicKey());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"server.key", "release.key"})
  void a_lost_private_key_is_never_replaced_by_a_new_one(String lost) throws Exception {
    InstallationKeys.make(directory, NOW, random);
    Files.delete(directory.resolve(lost));

    assertThatThrownBy(this::open)
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("not its private key");
    assertThat(directory.resolve(lost)).doesNotExist();
  }

  @Test
  void the_authoritys_private_key_may_be_kept_offline() throws Exception {
    InstallationKeys made = open();
    Files.delete(directory.resolve("ca.key"));

    assertThat(open().authority()).isEqualTo(made.authority());
  }

  @Test
  void what_the_operator_brings_is_used_and_the_rest_is_made_in_the_own_directory()
      throws Exception {
    Path brought = temporary.resolve("brought");
    InstallationKeys.make(brought, NOW, random);
    Files.delete(brought.resolve("release.key"));
    Files.delete(brought.resolve("release.pub"));
    X509Certificate authority = Pem.readCertificate(brought.resolve("ca.pem"));

    InstallationKeys keys = InstallationKeys.openOrMake(List.of(brought), directory, NOW, random);

    assertThat(keys.authority()).isEqualTo(authority);
    assertThat(names(directory)).containsExactlyInAnyOrder("release.key", "release.pub");
    assertThat(names(brought)).doesNotContain("release.key");
  }

  @Test
  void a_brought_directory_that_is_missing_is_an_error() {
    Path missing = temporary.resolve("missing");

    assertThatThrownBy(() -> InstallationKeys.openOrMake(List.of(missing), directory, NOW, random))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("there is no directory " + missing);
    assertThat(directory).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"server.pem", "release.pub"})
  void the_public_half_of_another_installation_is_refused(String mixed) throws Exception {
    InstallationKeys.make(directory, NOW, random);
    Path other = temporary.resolve("other");
    InstallationKeys.make(other, NOW, random);
    Files.writeString(directory.resolve(mixed), Files.readString(other.resolve(mixed)));

    assertThatThrownBy(this::open)
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining(mixed + " belongs to another private key");
  }

  @Test
  void the_server_is_not_certified_by_a_key_that_is_not_the_authoritys() throws Exception {
    InstallationKeys.make(directory, NOW, random);
    Path other = temporary.resolve("other");
    InstallationKeys.make(other, NOW, random);
    Files.writeString(directory.resolve("ca.pem"), Files.readString(other.resolve("ca.pem")));
    Files.delete(directory.resolve("server.pem"));

    assertThatThrownBy(this::open).hasMessageContaining("ca.pem belongs to another private key");
  }

  @Test
  void the_certificates_form_a_chain_that_is_valid_for_decades() throws Exception {
    InstallationKeys keys = open();
    X509Certificate authority = keys.authority();
    X509Certificate server = keys.serverCertificate();

    authority.verify(authority.getPublicKey());
    server.verify(authority.getPublicKey());
    assertThat(server.getIssuerX500Principal()).isEqualTo(authority.getSubjectX500Principal());
    assertThat(authority.getBasicConstraints()).isZero();
    assertThat(server.getBasicConstraints()).isEqualTo(-1);
    assertThat(server.getSubjectAlternativeNames()).containsExactly(List.of(2, "firmament-server"));
    assertThat(server.getNotBefore().toInstant()).isBefore(NOW);
    assertThat(server.getNotAfter().toInstant()).isAfter(Instant.parse("2055-01-01T00:00:00Z"));
  }

  @Test
  void a_release_key_on_ed25519_that_the_operator_brings_signs_too() throws Exception {
    Files.createDirectory(directory);
    byte[] key =
        KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
    Files.writeString(directory.resolve("release.key"), Pem.write(Pem.PRIVATE_KEY, key));

    ReleaseKey releaseKey = open().releaseKey();

    byte[] content = "manifest".getBytes(US_ASCII);
    assertThat(releaseKey.publicKey().algorithm()).isEqualTo(ReleaseAlgorithm.EDDSA);
    assertThat(releaseKey.publicKey().verify(content, releaseKey.sign(content, random))).isTrue();
  }

  @Test
  void an_ed25519_key_for_the_server_is_refused() throws Exception {
    Files.createDirectory(directory);
    byte[] key =
        KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
    Files.writeString(directory.resolve("server.key"), Pem.write(Pem.PRIVATE_KEY, key));

    assertThatThrownBy(this::open).hasMessageContaining("DTLS here uses P-256");
  }

  @Test
  void a_key_on_another_curve_is_refused() throws Exception {
    Files.createDirectory(directory);
    KeyPairGenerator p384 = KeyPairGenerator.getInstance("EC");
    p384.initialize(384);
    Files.writeString(
        directory.resolve("release.key"),
        Pem.write(Pem.PRIVATE_KEY, p384.generateKeyPair().getPrivate().getEncoded()));

    assertThatThrownBy(this::open)
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("another algorithm");
  }

  @Test
  void a_damaged_file_is_named_and_never_repaired() throws Exception {
    InstallationKeys.make(directory, NOW, random);
    Path damaged = directory.resolve("release.key");
    String text = Files.readString(damaged);
    for (String broken :
        List.of("", "nonsense", text.substring(0, text.length() / 2), text.replace("M", "!"))) {
      Files.writeString(damaged, broken);

      assertThatThrownBy(this::open)
          .isInstanceOf(CredentialException.class)
          .hasMessageContaining(damaged.toString());
      assertThat(Files.readString(damaged)).isEqualTo(broken);
    }
  }

  @Test
  void the_old_form_of_a_private_key_is_refused_with_the_command_that_converts_it()
      throws Exception {
    InstallationKeys.make(directory, NOW, random);
    Path key = directory.resolve("server.key");
    Files.writeString(key, Files.readString(key).replace("PRIVATE KEY", "EC PRIVATE KEY"));

    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            CredentialException.class, e -> assertThat(e.hint()).contains("openssl pkcs8 -topk8"));
  }

  @Test
  void no_secret_is_printed() throws Exception {
    InstallationKeys keys = open();

    assertThat(keys.toString()).contains(keys.releaseKey().id().hex()).doesNotContain("PRIVATE");
    assertThat(keys.releaseKey().toString()).hasSizeLessThan(60);
  }

  private InstallationKeys open() throws CredentialException {
    return InstallationKeys.openOrMake(List.of(), directory, NOW, random);
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (String name : names(directory)) {
      contents.put(name, Files.readString(directory.resolve(name)));
    }
    return Collections.unmodifiableMap(contents);
  }

  private static List<String> names(Path directory) throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    return names;
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
