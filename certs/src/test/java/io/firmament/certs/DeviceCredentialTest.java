package io.firmament.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.certs.curve.OnEveryBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeviceCredentialTest extends OnEveryBackend {
  private static final String ID = "0123456789abcdef01234567";

  private final SecureRandom random = new SecureRandom();
  @TempDir Path installation;
  private InstallationKeys keys;

  @BeforeEach
  void make_an_installation() throws Exception {
    Instant now = Instant.parse("2026-05-01T10:00:00Z");
    keys = InstallationKeys.openOrMake(List.of(), installation, now, random);
  }

  @Test
  void a_device_gets_a_key_the_authority_and_the_release_key() throws Exception {
    List<MadeFile> made = make(ID);
    DeviceCredential credential = DeviceCredential.read(device());

    assertThat(made)
        .extracting(MadeFile::path)
        .containsExactly(
            device().resolve("psk.key"),
            device().resolve("server-trust.pem"),
            device().resolve("release.pub"));
    assertThat(credential.deviceId()).isEqualTo(ID);
    assertThat(credential.serverTrust())
        .isEqualTo(new ServerTrust.PinnedAuthority(keys.authority()));
    assertThat(credential.releaseKeys()).containsExactly(keys.releaseKey().publicKey());
    assertThat(psk(credential).key().getEncoded()).hasSize(32);
  }

  @Test
  void no_two_devices_share_a_key() throws Exception {
    make(ID);
    make("ffffffffffffffffffffffff");

    DeviceCredential other =
        DeviceCredential.read(installation.resolve("devices/ffffffffffffffffffffffff"));
    assertThat(psk(other).key()).isNotEqualTo(psk(DeviceCredential.read(device())).key());
  }

  @Test
  void nobody_else_can_read_the_key_or_the_directory() throws Exception {
    make(ID);

    assertThat(permissions(device())).isEqualTo("rwx------");
    assertThat(permissions(device().resolve("psk.key"))).isEqualTo("rw-------");
    assertThat(permissions(device().resolve("release.pub"))).isEqualTo("rw-r--r--");
  }

  @Test
  void a_devices_key_is_never_overwritten() throws Exception {
    make(ID);
    String before = Files.readString(device().resolve("psk.key"));

    assertThatThrownBy(() -> make(ID.toUpperCase(java.util.Locale.ROOT)))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining(device() + " exists already");
    assertThat(Files.readString(device().resolve("psk.key"))).isEqualTo(before);
  }

  @Test
  void a_device_appears_whole_or_not_at_all() throws Exception {
    make(ID);

    try (Stream<Path> devices = Files.list(installation.resolve("devices"))) {
      assertThat(devices).containsExactly(device());
    }
  }

  @Test
  void a_device_that_cannot_be_written_leaves_nothing_behind() throws Exception {
    Path devices = installation.resolve("devices");
    new KeyFileWriter(random).makeDirectory(devices);
    KeyFileWriter.Filling full =
        (directory, writer) -> {
          writer.writeForced(directory.resolve("psk.key"), "half", true);
          throw new IOException("No space left on device");
        };

    assertThatThrownBy(() -> new KeyFileWriter(random).makeFilled(device(), full))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("No space left on device");
    assertThat(devices).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "../../../../../etc/passwd", "0123456789abcdef0123456", "sensor", "/tmp/x"})
  void an_id_that_is_not_one_makes_no_file(String id) {
    assertThatThrownBy(() -> make(id))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("24 hexadecimal digits");
    assertThat(installation.resolve("devices")).doesNotExist();
  }

  @Test
  void an_unknown_kind_is_refused_with_those_that_there_are() {
    assertThatThrownBy(() -> CredentialKind.named("password"))
        .isInstanceOfSatisfying(
            CredentialException.class, e -> assertThat(e.hint()).contains("psk"));
  }

  @Test
  void without_an_installation_the_hint_says_how_to_make_one(@TempDir Path empty) {
    assertThatThrownBy(() -> DeviceCredential.make(empty, ID, CredentialKind.PSK, random))
        .isInstanceOfSatisfying(
            CredentialException.class, e -> assertThat(e.hint()).contains("certs init"));
  }

  @Test
  void a_damaged_key_is_refused_without_showing_it() throws Exception {
    make(ID);
    Path file = device().resolve("psk.key");
    String good = Files.readString(file);
    String secret = good.lines().filter(line -> line.endsWith("=")).findFirst().orElseThrow();
    for (String bad :
        List.of(
            good.replace("Identity: " + ID, "Identity: sensor"),
            good.replace("Identity: " + ID + "\n", "Comment: none\n"),
            good.replace(secret, secret.substring(4)),
            good.replace("FIRMAMENT PSK", "PRIVATE KEY"),
            good + good,
            good.substring(0, good.indexOf(secret) + 10))) {
      Files.writeString(file, bad);

      assertThatThrownBy(() -> DeviceCredential.read(device()))
          .isInstanceOf(CredentialException.class)
          .hasMessageContaining(file.toString())
          .hasMessageNotContaining(secret.substring(4, 10));
    }
  }

  @Test
  void the_file_is_the_documented_text() throws Exception {
    make(ID);
    Path file = device().resolve("psk.key");
    Files.writeString(
        file,
        """
        The key of sensor 7, third floor
        -----BEGIN FIRMAMENT PSK-----
        Identity: 0123456789abcdef01234567

        AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=
        -----END FIRMAMENT PSK-----
        """);

    assertThat(psk(DeviceCredential.read(device())).key().getEncoded())
        .isEqualTo(
            HexFormat.of()
                .parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"));
  }

  @Test
  void no_secret_is_printed() throws Exception {
    make(ID);

    assertThat(psk(DeviceCredential.read(device()))).hasToString("PskProof[" + ID + "]");
  }

  private List<MadeFile> make(String id) throws CredentialException {
    return DeviceCredential.make(installation, id, CredentialKind.PSK, random);
  }

  private Path device() {
    return installation.resolve("devices").resolve(ID);
  }

  private static PskProof psk(DeviceCredential credential) {
    return (PskProof) credential.proof();
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
