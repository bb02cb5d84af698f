package io.firmament.device.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.certs.InstallationKeys;
import io.firmament.certs.ServerTrust;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom a device takes for its server, with and without keys in a root document. */
class ServerCheckTest {
  @TempDir private Path folder;
  private final List<PublicKey> pinned = new ArrayList<>();
  private InstallationKeys ours;
  private InstallationKeys others;

  @BeforeEach
  void two_installations() throws Exception {
    ours = installation("ours");
    others = installation("others");
  }

  private InstallationKeys installation(String name) throws Exception {
    return InstallationKeys.openOrMake(
        List.of(), folder.resolve(name), Instant.now(), new SecureRandom());
  }

  private static PublicKey key(InstallationKeys keys) {
    return keys.serverCertificate().getPublicKey();
  }

  private static List<X509Certificate> chain(InstallationKeys keys) {
    return List.of(keys.serverCertificate());
  }

  @Test
  void without_a_root_document_the_devices_own_file_decides() {
    ServerCheck raw = new ServerCheck(new ServerTrust.PinnedKey(key(ours)), () -> pinned);
    assertThat(raw.accepts(key(ours))).isTrue();
    assertThat(raw.accepts(key(others))).isFalse();
    ServerCheck byAuthority =
        new ServerCheck(new ServerTrust.PinnedAuthority(ours.authority()), () -> pinned);
    assertThat(byAuthority.accepts(chain(ours))).isTrue();
    assertThat(byAuthority.accepts(chain(others))).isFalse();
  }

  @Test
  void a_root_documents_keys_take_the_place_of_the_devices_own_file() {
    ServerCheck raw = new ServerCheck(new ServerTrust.PinnedKey(key(ours)), () -> pinned);
    ServerCheck byAuthority =
        new ServerCheck(new ServerTrust.PinnedAuthority(ours.authority()), () -> pinned);
    pinned.add(key(others));
    assertThat(raw.accepts(key(others))).isTrue();
    assertThat(raw.accepts(key(ours))).as("a server key that was rotated away").isFalse();
    assertThat(byAuthority.accepts(chain(others))).isTrue();
    assertThat(byAuthority.accepts(chain(ours))).as("signed by the authority alone").isFalse();
    assertThat(byAuthority.accepts(List.<X509Certificate>of())).isFalse();
    pinned.add(key(ours));
    assertThat(raw.accepts(key(ours))).as("both, while keys change").isTrue();
  }
}
