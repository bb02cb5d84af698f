package io.firmament.server.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.firmament.certs.CertificateForge;
import io.firmament.certs.CertificateForge.Forged;
import io.firmament.protocol.value.DeviceId;
import io.firmament.server.app.AuthorityView;
import io.firmament.server.app.NewCredential;
import io.firmament.server.app.NewDevice;
import io.firmament.server.app.RefusedException;
import io.firmament.server.device.Approval;
import io.firmament.server.device.DeviceFixtures;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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

/** Devices with certificates of their product's authority, on real sockets, and all others. */
class CertificateTest {
  private static final String ID = "aaaaaaaaaaaaaaaaaaaaaaaa";
  private static final DeviceId DEVICE = new DeviceId(ID);
  private static final Attributes AS_IT_IS = new Attributes();
  private static final int IPV6_MINIMUM_PAYLOAD = 1280 - 40 - 8;

  @TempDir private Path directory;
  private LiveServer server;

  /** Of the device's own product. */
  private final Forged own = CertificateForge.authority("own").selfSigned();

  /** Of another product. */
  private final Forged other = CertificateForge.authority("other").selfSigned();

  private AuthorityView trusted;

  @BeforeEach
  void open() throws Exception {
    server = new LiveServer(directory);
    trusted =
        server.operators().trustAuthority().trust(DeviceFixtures.PRODUCT, own.pem(), LiveServer.ME);
    server.operators().trustAuthority().trust(LiveServer.OTHER_PRODUCT, other.pem(), LiveServer.ME);
    register(new NewCredential.Certificate(Optional.empty()));
  }

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(
      names = {"TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"})
  void device_with_a_certificate_of_its_products_authority_is_let_in(CipherSuite suite) {
    assertLetIn(server.device(ShownKey.of(good()).with(suite)));
  }

  @Test
  void certificate_that_the_tools_make_is_let_in() throws Exception {
    server
        .operators()
        .trustAuthority()
        .trust(DeviceFixtures.PRODUCT, server.pki.authority("sensor-node"), LiveServer.ME);

    assertLetIn(server.device(ShownKey.of(server.pki.certified(ID, "sensor-node"))));
  }

  @Test
  void certificates_between_the_devices_and_the_authority_are_shown_with_it() {
    Forged between = CertificateForge.authority("between").signedBy(own);

    assertLetIn(server.device(ShownKey.of(CertificateForge.device(ID).signedBy(between))));
  }

  @Test
  void chain_of_four_certificates_is_let_in_and_one_of_five_is_not() {
    Forged third = CertificateForge.authority("third").signedBy(own);
    Forged second = CertificateForge.authority("second").signedBy(third);
    Forged first = CertificateForge.authority("first").signedBy(second);
    Forged four = withoutRoot(CertificateForge.device(ID).signedBy(first));
    Forged zeroth = CertificateForge.authority("zeroth").signedBy(first);

    assertThat(four.chain()).hasSize(4);
    assertLetIn(server.device(ShownKey.of(four)));
    assertRefused(withoutRoot(CertificateForge.device(ID).signedBy(zeroth)));
  }

  /** As devices show it: whom the server trusts it knows. */
  private static Forged withoutRoot(Forged whole) {
    return new Forged(whole.key(), whole.chain().subList(0, whole.chain().size() - 1));
  }

  @Test
  void certificates_of_4096_octets_are_let_in_and_those_of_one_octet_more_are_not() {
    assertLetIn(server.device(ShownKey.of(ofSize(4096))));
    assertRefused(ofSize(4097));
  }

  /** Shown in a message of so many octets; signatures are of more than one length. */
  private Forged ofSize(int octets) {
    int padding = octets / 2;
    for (int i = 0; i < 1_000; i++) {
      Forged between =
          CertificateForge.authority("between").uris("urn:" + "x".repeat(padding)).signedBy(own);
      Forged device = withoutRoot(CertificateForge.device(ID).signedBy(between));
      int missing = octets - messageOctets(device);
      if (missing == 0) {
        return device;
      }
      padding += Math.abs(missing) > 8 ? missing : 0;
    }
    throw new AssertionError("no certificates of " + octets + " octets");
  }

  /** RFC 5246 section 7.4.2: a length of three octets before all of them, and before each. */
  private static int messageOctets(Forged forged) {
    try {
      int octets = 3;
      for (X509Certificate certificate : forged.chain()) {
        octets += 3 + certificate.getEncoded().length;
      }
      return octets;
    } catch (CertificateEncodingException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void device_that_was_added_without_a_credential_is_let_in_by_its_certificate() throws Exception {
    DeviceId listed = new DeviceId("bbbbbbbbbbbbbbbbbbbbbbbb");
    add(listed, Optional.empty());

    assertLetIn(server.device(ShownKey.of(CertificateForge.device(listed.hex()).signedBy(own))));
  }

  @Test
  void session_is_resumed() {
    TestDevice device = server.device(ShownKey.of(good()));
    device.ask(hello());

    device.ask(hello(), TestDevice.RESUME);

    assertThat(device.handshakes()).containsExactly("full", "abbreviated");
  }

  @Test
  void certificate_signed_by_itself_fails_the_handshake() {
    assertRefused(CertificateForge.device(ID).selfSigned());
  }

  @Test
  void certificate_of_an_unknown_authority_fails_the_handshake() {
    Forged stranger = CertificateForge.authority("own").selfSigned();

    assertRefused(CertificateForge.device(ID).signedBy(stranger));
  }

  @Test
  void certificate_with_the_authoritys_name_and_another_signature_fails_the_handshake() {
    assertRefused(CertificateForge.device(ID).pretending(own));
  }

  @Test
  void certificate_of_another_products_authority_fails_the_handshake() {
    assertRefused(CertificateForge.device(ID).signedBy(other));
  }

  @Test
  void certificate_without_a_device_in_it_fails_the_handshake() {
    assertRefused(CertificateForge.device(ID).uris().signedBy(own));
  }

  @Test
  void certificate_with_two_devices_in_it_fails_the_handshake() {
    String mine = "urn:firmament:device:" + ID;
    String his = "urn:firmament:device:bbbbbbbbbbbbbbbbbbbbbbbb";

    assertRefused(CertificateForge.device(ID).uris(mine, his).signedBy(own));
  }

  @Test
  void certificate_that_has_expired_fails_the_handshake() {
    assertRefused(
        CertificateForge.device(ID).expiredAt(ManualClock.BEGIN.minusSeconds(1)).signedBy(own));
  }

  @Test
  void certificate_that_is_not_yet_valid_fails_the_handshake() {
    assertRefused(
        CertificateForge.device(ID).notBefore(ManualClock.BEGIN.plusSeconds(60)).signedBy(own));
  }

  @Test
  void certificate_for_servers_fails_the_handshake() {
    assertRefused(CertificateForge.device(ID).forServers().signedBy(own));
  }

  /** A device must not be able to make other devices. */
  @Test
  void certificate_signed_by_a_devices_certificate_fails_the_handshake() {
    assertRefused(CertificateForge.device("bbbbbbbbbbbbbbbbbbbbbbbb").signedBy(good()));
  }

  /** Whoever has seen a handshake has the certificate, but not its key. */
  @Test
  void somebody_elses_certificate_fails_the_handshake_and_fills_no_quarantine() throws Exception {
    Forged newcomer = CertificateForge.device("cccccccccccccccccccccccc").signedBy(own);

    assertThat(
            isRefused(
                server.device(ShownKey.certificate(own.key(), List.of(newcomer.certificate())))))
        .isTrue();
    assertThat(isRegistered("cccccccccccccccccccccccc")).isFalse();
  }

  @Test
  void device_that_is_registered_with_another_kind_is_refused_with_a_good_certificate()
      throws Exception {
    register(new NewCredential.SharedKey("01".repeat(32)));

    assertRefused(good());
  }

  @Test
  void pre_shared_key_of_a_device_with_a_certificate_fails_the_handshake() {
    assertThat(isRefused(server.device(ID, DoorFixture.KEY))).isTrue();
  }

  @Test
  void where_one_certificate_counts_no_other_one_does() throws Exception {
    Forged first = good();
    Forged second = good();

    replace(new NewCredential.Certificate(Optional.of(second.pem())));

    assertRefused(first);
    assertLetIn(server.device(ShownKey.of(second)));
  }

  @Test
  void replaced_credential_ends_the_association_and_its_session_opens_nothing() throws Exception {
    TestDevice device = server.device(ShownKey.of(good()));
    device.ask(hello());

    replace(new NewCredential.Certificate(Optional.of(good().pem())));

    assertThat(device.isRefused(hello(), AS_IT_IS)).isTrue();
    assertThat(device.isRefused(hello(), TestDevice.RESUME)).isTrue();
    assertThat(device.handshakes()).containsExactly("full");
  }

  @Test
  void denied_device_hears_so_and_is_not_resumed() throws Exception {
    TestDevice device = server.device(ShownKey.of(good()));
    device.ask(hello());

    server.operators().denyDevice().deny(DEVICE, LiveServer.ME);

    Response answer = device.ask(hello(), TestDevice.RESUME);
    assertThat(answer.getCode()).isEqualTo(ResponseCode.FORBIDDEN);
    assertThat(device.handshakes()).containsExactly("full", "full");
  }

  @Test
  void session_does_not_outlive_its_certificate() {
    Forged brief =
        CertificateForge.device(ID)
            .expiredAt(ManualClock.BEGIN.plus(Duration.ofDays(1)))
            .signedBy(own);
    TestDevice device = server.device(ShownKey.of(brief));
    device.ask(hello());
    server.clock.advance(Duration.ofDays(1));

    assertThat(device.isRefused(hello(), TestDevice.RESUME)).isTrue();
    assertThat(device.handshakes()).containsExactly("full");
  }

  @Test
  void authority_that_is_taken_away_takes_its_devices_along() throws Exception {
    TestDevice device = server.device(ShownKey.of(good()));
    device.ask(hello());

    server
        .operators()
        .distrustAuthority()
        .distrust(DeviceFixtures.PRODUCT, trusted.key(), LiveServer.ME);

    assertThat(device.isRefused(hello(), AS_IT_IS)).isTrue();
    assertThat(device.isRefused(hello(), TestDevice.RESUME)).isTrue();
    assertRefused(good());
  }

  /** PRD11. */
  @Test
  void certified_device_that_nobody_added_is_quarantined_until_it_is_approved() throws Exception {
    String newcomer = "cccccccccccccccccccccccc";
    TestDevice device = server.device(ShownKey.of(CertificateForge.device(newcomer).signedBy(own)));

    assertThat(device.ask(hello()).getCode()).isEqualTo(ResponseCode.FORBIDDEN);
    assertThat(server.operators().findDevice().named(newcomer).approval())
        .isEqualTo(Approval.QUARANTINED);
    assertThat(server.operators().findDevice().named(newcomer).product())
        .isEqualTo(DeviceFixtures.PRODUCT);

    server.operators().approveDevice().approve(new DeviceId(newcomer), LiveServer.ME);

    assertThat(device.ask(hello()).getCode()).isEqualTo(ResponseCode.CHANGED);
    assertThat(device.handshakes()).containsExactly("full");
  }

  @Test
  void newcomers_that_come_too_fast_are_refused_until_there_is_time() throws Exception {
    int burst = 20;
    IntStream.range(0, burst).forEach(i -> assertThat(take(i)).isTrue());
    String late = "cccccccccccccccccccccccc";
    Forged newcomer = CertificateForge.device(late).signedBy(own);

    assertThat(take(burst)).isFalse();
    assertRefused(newcomer);
    assertThat(isRegistered(late)).isFalse();

    server.clock.advance(Duration.ofSeconds(6));
    assertThat(server.device(ShownKey.of(newcomer)).ask(hello()).getCode())
        .isEqualTo(ResponseCode.FORBIDDEN);
    assertThat(isRegistered(late)).isTrue();
  }

  /** Handshake messages with certificates are larger than a packet may be. */
  @Test
  void no_record_of_a_handshake_is_larger_than_an_ip_packet_of_1280_octets() throws Exception {
    UdpRelay relay = server.relay();
    relay.startCounting();
    Forged between = CertificateForge.authority("between").signedBy(own);
    TestDevice device =
        server.device(relay.address(), ShownKey.of(CertificateForge.device(ID).signedBy(between)));

    device.ask(hello());

    assertThat(relay.down()).isNotEmpty().allMatch(octets -> octets <= IPV6_MINIMUM_PAYLOAD);
    assertThat(relay.up()).isNotEmpty().allMatch(octets -> octets <= IPV6_MINIMUM_PAYLOAD);
  }

  @Test
  void authority_belongs_to_one_product() {
    assertThatThrownBy(
            () ->
                server
                    .operators()
                    .trustAuthority()
                    .trust(LiveServer.OTHER_PRODUCT, own.pem(), LiveServer.ME))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("product 7");
  }

  @Test
  void authority_number_nine_of_a_product_is_refused() throws Exception {
    for (int i = 0; i < 7; i++) {
      trust(CertificateForge.authority("more").selfSigned());
    }

    assertThatThrownBy(() -> trust(CertificateForge.authority("ninth").selfSigned()))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("8 authorities");
    trust(own);
  }

  private void trust(Forged authority) throws RefusedException {
    server
        .operators()
        .trustAuthority()
        .trust(DeviceFixtures.PRODUCT, authority.pem(), LiveServer.ME);
  }

  private boolean take(int number) {
    return server.take(new DeviceId("%024x".formatted(number)), DeviceFixtures.PRODUCT);
  }

  private Forged good() {
    return CertificateForge.device(ID).signedBy(own);
  }

  private void register(NewCredential wish) throws RefusedException {
    add(DEVICE, Optional.of(wish));
  }

  private void add(DeviceId device, Optional<NewCredential> wish) throws RefusedException {
    server
        .operators()
        .registerDevice()
        .register(
            new NewDevice(device, DeviceFixtures.PRODUCT, Optional.empty(), wish), LiveServer.ME);
  }

  private void replace(NewCredential wish) throws RefusedException {
    server.operators().replaceCredential().replace(DEVICE, wish, LiveServer.ME);
  }

  private boolean isRegistered(String id) {
    try {
      return server.operators().findDevice().named(id) != null;
    } catch (RefusedException unknown) {
      return false;
    }
  }

  private static void assertLetIn(TestDevice device) {
    assertThat(device.ask(hello()).getCode()).isEqualTo(ResponseCode.CHANGED);
    assertThat(device.handshakes()).containsExactly("full");
  }

  private void assertRefused(Forged shown) {
    assertThat(isRefused(server.device(ShownKey.of(shown)))).isTrue();
  }

  private boolean isRefused(TestDevice device) {
    boolean refused = device.isRefused(hello(), AS_IT_IS);
    await().until(() -> server.handshakes() == 0);
    return refused;
  }

  private static Request hello() {
    return TestDevice.request(Code.POST, "h", DoorFixture.hello());
  }
}
