package io.firmament.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.Digest;
import io.firmament.server.device.Fingerprint;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/**
 * Checks that others stand before: a session of an old credential is forgotten when it is replaced,
 * and a key's entry is removed. After a crash in between, these are what counts.
 */
class CredentialCheckTest {
  private final ServerFixture server = ServerFixture.ready();

  private static KeyPair pair() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static NewCredential raw(PublicKey key) {
    String base64 = Base64.getMimeEncoder().encodeToString(key.getEncoded());
    return new NewCredential.PublicKey(
        "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n");
  }

  private void replace(NewCredential credential) throws RefusedException {
    server.operators().replaceCredential().replace(ServerFixture.ID, credential, ServerFixture.ME);
  }

  private boolean holds(Fingerprint shown) {
    return server.devices().identifyDevice().approval(ServerFixture.ID, shown).isPresent();
  }

  @Test
  void a_session_of_an_older_pre_shared_key_is_nobodys() throws Exception {
    Fingerprint old = Fingerprint.ofPsk(HexFormat.of().parseHex(ServerFixture.PSK));
    assertThat(holds(old)).isTrue();

    replace(new NewCredential.SharedKey("ff".repeat(16)));

    assertThat(holds(old)).isFalse();
    assertThat(holds(Fingerprint.ofPsk(HexFormat.of().parseHex("ff".repeat(16))))).isTrue();
  }

  @Test
  void a_session_of_an_older_raw_key_or_of_another_kind_is_nobodys() throws Exception {
    PublicKey first = pair().getPublic();
    replace(raw(first));
    Fingerprint old = Fingerprint.ofRawKey(Digest.of(first.getEncoded()));
    assertThat(holds(old)).isTrue();
    assertThat(holds(Fingerprint.ofPsk(HexFormat.of().parseHex(ServerFixture.PSK)))).isFalse();

    replace(raw(pair().getPublic()));

    assertThat(holds(old)).isFalse();
  }

  @Test
  void a_device_that_is_denied_is_disconnected_at_once() throws Exception {
    server.operators().denyDevice().deny(ServerFixture.ID, ServerFixture.ME);

    assertThat(server.link.disconnected).containsExactly(ServerFixture.ID);
  }

  @Test
  void a_device_that_is_not_registered_holds_nothing() {
    DeviceId nobody = new DeviceId("f".repeat(24));
    Fingerprint good = Fingerprint.ofPsk(HexFormat.of().parseHex(ServerFixture.PSK));

    assertThat(server.devices().identifyDevice().approval(nobody, good)).isEmpty();
    assertThat(server.devices().admitDevice().approval(nobody)).isEmpty();
  }

  @Test
  void a_key_whose_entry_was_left_behind_is_nobodys() throws Exception {
    PublicKey stray = pair().getPublic();
    String entry = Digest.of(stray.getEncoded()).hex();
    server.store.commit(
        Change.change()
            .create(Tables.RAW_KEYS, entry, new Tables.Ref(ServerFixture.ID.hex()))
            .build());

    assertThat(server.devices().identifyDevice().byRawKey(stray))
        .isEqualTo(Identification.Unknown.STRANGER);
    replace(raw(stray));
    assertThat(server.devices().identifyDevice().byRawKey(stray))
        .isInstanceOf(Identification.Known.class);
  }
}
