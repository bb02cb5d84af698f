package io.firmament.server.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.certs.DeviceCredential;
import io.firmament.certs.RawKeyProof;
import io.firmament.protocol.value.DeviceId;
import io.firmament.server.app.NewCredential;
import io.firmament.server.app.NewDevice;
import io.firmament.server.app.RefusedException;
import io.firmament.server.device.DeviceFixtures;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.elements.MapBasedEndpointContext.Attributes;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Devices with raw public keys (RFC 7250), on real sockets, and who would like to be one. */
class RawKeyTest {
  private static final String ID = "aaaaaaaaaaaaaaaaaaaaaaaa";
  private static final Attributes AS_IT_IS = new Attributes();

  @TempDir private Path directory;
  private LiveServer server;
  private DeviceCredential credential;

  @BeforeEach
  void open() throws Exception {
    server = new LiveServer(directory);
    credential = server.pki.rawKey(ID);
    register(publicKey(credential));
  }

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(
      names = {"TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"})
  void device_with_the_registered_key_is_let_in(CipherSuite suite) {
    TestDevice device = server.device(ShownKey.of(credential).with(suite));

    assertThat(device.ask(hello()).getCode()).isEqualTo(ResponseCode.CHANGED);
    assertThat(device.handshakes()).containsExactly("full");
  }

  @Test
  void session_is_resumed() {
    TestDevice device = server.device(ShownKey.of(credential));
    device.ask(hello());

    device.ask(hello(), TestDevice.RESUME);

    assertThat(device.handshakes()).containsExactly("full", "abbreviated");
  }

  @Test
  void unknown_key_fails_the_handshake() {
    assertThat(isRefused(server.device(ShownKey.of(server.pki.rawKey(ID))))).isTrue();
  }

  /** A public key is no secret: whoever shows it must have its private half too. */
  @Test
  void registered_key_without_its_private_half_fails_the_handshake() {
    RawKeyProof mine = (RawKeyProof) server.pki.rawKey(ID).proof();
    RawKeyProof his = (RawKeyProof) credential.proof();

    assertThat(isRefused(server.device(ShownKey.raw(mine.privateKey(), his.publicKey())))).isTrue();
  }

  @Test
  void pre_shared_key_of_a_device_with_a_raw_key_fails_the_handshake() throws Exception {
    register(new NewCredential.SharedKey("01".repeat(32)));
    register(publicKey(credential));

    assertThat(isRefused(server.device(ID, DoorFixture.KEY))).isTrue();
  }

  @Test
  void replaced_key_ends_the_association_and_opens_nothing_any_more() throws Exception {
    TestDevice device = server.device(ShownKey.of(credential));
    device.ask(hello());
    DeviceCredential next = server.pki.rawKey(ID);

    replace(publicKey(next));

    assertThat(isRefused(device)).isTrue();
    assertThat(device.isRefused(hello(), TestDevice.RESUME)).isTrue();
    assertThat(device.handshakes()).containsExactly("full");
    TestDevice renewed = server.device(ShownKey.of(next));
    assertThat(renewed.ask(hello()).getCode()).isEqualTo(ResponseCode.CHANGED);
  }

  @Test
  void device_that_changes_its_kind_of_credential_stays_the_same_device() throws Exception {
    TestDevice before = server.device(LiveServer.ID.hex(), DoorFixture.KEY);
    before.ask(hello());
    DeviceCredential raw = server.pki.rawKey(LiveServer.ID.hex());
    server.operators().replaceCredential().replace(LiveServer.ID, publicKey(raw), LiveServer.ME);

    TestDevice after = server.device(ShownKey.of(raw));

    assertThat(after.ask(hello()).getCode()).isEqualTo(ResponseCode.CHANGED);
    assertThat(before.isRefused(hello(), TestDevice.RESUME)).isTrue();
    assertThat(server.view().online()).isTrue();
  }

  /** It had been let in, and says nothing that would be looked at again. */
  @Test
  void device_that_is_denied_while_it_is_here_gets_nothing_more() throws Exception {
    TestDevice device = server.device(ShownKey.of(credential));
    device.ask(hello());
    assertThat(device.get("t").getCode()).isEqualTo(ResponseCode.CONTENT);

    server.operators().denyDevice().deny(new DeviceId(ID), LiveServer.ME);

    Request time = TestDevice.request(Code.GET, "t", new byte[0]);
    assertThat(device.tryToAsk(time, new Attributes(), 2).map(Response::getCode))
        .isNotEqualTo(Optional.of(ResponseCode.CONTENT));
  }

  @Test
  void denied_device_hears_so_and_is_not_resumed() throws Exception {
    TestDevice device = server.device(ShownKey.of(credential));
    device.ask(hello());

    server.operators().denyDevice().deny(new DeviceId(ID), LiveServer.ME);

    Response answer = device.ask(hello(), TestDevice.RESUME);
    assertThat(answer.getCode()).isEqualTo(ResponseCode.FORBIDDEN);
    assertThat(device.handshakes()).containsExactly("full", "full");
  }

  @Test
  void key_is_one_devices_at_most() throws Exception {
    NewDevice twin =
        new NewDevice(
            new DeviceId("bbbbbbbbbbbbbbbbbbbbbbbb"),
            DeviceFixtures.PRODUCT,
            Optional.empty(),
            Optional.of(publicKey(credential)));

    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> server.operators().registerDevice().register(twin, LiveServer.ME))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(ID);
  }

  private void register(NewCredential wish) throws RefusedException {
    NewDevice device =
        new NewDevice(
            new DeviceId(ID), DeviceFixtures.PRODUCT, Optional.empty(), Optional.of(wish));
    server.operators().registerDevice().register(device, LiveServer.ME);
  }

  private void replace(NewCredential wish) throws RefusedException {
    server.operators().replaceCredential().replace(new DeviceId(ID), wish, LiveServer.ME);
  }

  private static NewCredential publicKey(DeviceCredential credential) {
    return new NewCredential.PublicKey(((RawKeyProof) credential.proof()).publicPem());
  }

  private static boolean isRefused(TestDevice device) {
    return device.isRefused(hello(), AS_IT_IS);
  }

  private static Request hello() {
    return TestDevice.request(Code.POST, "h", DoorFixture.hello());
  }
}
