package io.firmament.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.firmament.device.core.CoapCode;
import io.firmament.device.core.LinkCounts;
import io.firmament.device.core.LinkRequest;
import io.firmament.device.core.LinkRequest.Handshake;
import io.firmament.device.core.LinkRequest.Method;
import io.firmament.device.core.UpdateEvent;
import io.firmament.device.link.DtlsLink;
import io.firmament.device.link.LinkOptions;
import io.firmament.protocol.codec.HelloCodec;
import io.firmament.protocol.message.Flags;
import io.firmament.protocol.message.HelloDigest;
import io.firmament.protocol.message.Paths;
import io.firmament.protocol.message.ShortHello;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.californium.core.coap.BlockOption;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The link alone, on real sockets. */
@Timeout(60)
final class LinkTest {
  /** Headers of IPv4 and UDP, which the counts include. */
  private static final int HEADERS = 28;

  @TempDir private Path directory;
  private final List<UpdateEvent> events = new CopyOnWriteArrayList<>();
  private TestIdentity identity;
  private TestCloud cloud;
  private Relay relay;

  @BeforeEach
  void begin() throws Exception {
    identity = TestIdentity.make(directory.resolve("certs"));
    cloud = new TestCloud(identity.key());
    relay = new Relay(cloud.address());
  }

  @AfterEach
  void end() {
    relay.close();
    cloud.close();
  }

  @Test
  void a_hello_with_nothing_to_do_fits_into_64_octets_of_record_each_way() throws Exception {
    try (DtlsLink link = open()) {
      hello(link, 1, Handshake.IF_NEEDED);
      LinkCounts before = link.counts();
      hello(link, 2, Handshake.IF_NEEDED);
      LinkCounts after = link.counts();
      assertThat(after.wireBytesUp() - before.wireBytesUp() - HEADERS).isBetween(1L, 64L);
      assertThat(after.wireBytesDown() - before.wireBytesDown() - HEADERS).isBetween(1L, 64L);
    }
  }

  @Test
  void an_answer_that_is_larger_than_a_block_is_read_block_by_block() throws Exception {
    byte[] whole = new byte[2 * 1024 + 5];
    new Random(1).nextBytes(whole);
    try (DtlsLink link = open()) {
      hello(link, 1, Handshake.IF_NEEDED);
      Thread device = new Thread(() -> answerWith(link, whole));
      device.start();

      Response first = cloud.ask(CoAP.Code.GET, "d", Optional.empty());
      Response last = cloud.ask(CoAP.Code.GET, "d", Optional.of(new BlockOption(6, false, 2)));
      Response small = cloud.ask(CoAP.Code.GET, "d", Optional.of(new BlockOption(2, false, 1)));
      Response behind = cloud.ask(CoAP.Code.GET, "d", Optional.of(new BlockOption(6, false, 3)));
      device.join();

      assertThat(first.getPayload()).isEqualTo(Arrays.copyOf(whole, 1024));
      assertThat(first.getOptions().getBlock2()).isEqualTo(new BlockOption(6, true, 0));
      assertThat(last.getPayload()).isEqualTo(Arrays.copyOfRange(whole, 2048, whole.length));
      assertThat(last.getOptions().getBlock2()).isEqualTo(new BlockOption(6, false, 2));
      assertThat(small.getPayload()).isEqualTo(Arrays.copyOfRange(whole, 64, 128));
      assertThat(behind.getCode()).isEqualTo(CoAP.ResponseCode.BAD_OPTION);
    }
  }

  private void answerWith(DtlsLink link, byte[] content) {
    for (int i = 0; i < 4; i++) {
      int number = i;
      await().until(() -> asked().size() > number);
      UpdateEvent.Asked asked = asked().get(i);
      assertThat(asked.continued()).isEqualTo(i > 0);
      link.reply(asked.request(), CoapCode.CONTENT, content);
    }
  }

  private List<UpdateEvent.Asked> asked() {
    return events.stream()
        .filter(UpdateEvent.Asked.class::isInstance)
        .map(UpdateEvent.Asked.class::cast)
        .toList();
  }

  @Test
  void wire_bytes_are_those_of_the_datagrams_handshakes_included() throws Exception {
    try (DtlsLink link = open()) {
      hello(link, 1, Handshake.IF_NEEDED);
      hello(link, 2, Handshake.RESUME);
      await()
          .untilAsserted(
              () -> {
                LinkCounts counts = link.counts();
                assertThat(counts.wireBytesUp()).isEqualTo(relay.up(HEADERS));
                assertThat(counts.wireBytesDown()).isEqualTo(relay.down(HEADERS));
              });
    }
  }

  @Test
  void a_first_handshake_is_full_and_a_resumption_is_abbreviated() throws Exception {
    try (DtlsLink link = open()) {
      hello(link, 1, Handshake.IF_NEEDED);
      hello(link, 2, Handshake.RESUME);
      hello(link, 3, Handshake.FULL);
      assertThat(link.counts().handshakes()).isEqualTo(2);
      assertThat(link.counts().resumes()).isEqualTo(1);
      assertThat(cloud.fullHandshakes).hasValue(2);
      assertThat(cloud.resumptions).hasValue(1);
    }
  }

  @Test
  void a_restarted_device_resumes_its_session_as_often_as_it_likes() throws Exception {
    try (DtlsLink link = open()) {
      hello(link, 1, Handshake.IF_NEEDED);
    }
    for (int restart = 1; restart <= 2; restart++) {
      try (DtlsLink link = open()) {
        hello(link, 10 + restart, Handshake.IF_NEEDED);
        assertThat(link.counts().handshakes()).isZero();
        assertThat(link.counts().resumes()).isEqualTo(1);
      }
    }
    assertThat(cloud.fullHandshakes).hasValue(1);
  }

  @Test
  void the_session_file_is_private_and_gives_nothing_away() throws Exception {
    try (DtlsLink link = open()) {
      hello(link, 1, Handshake.IF_NEEDED);
    }
    assertThat(Files.getPosixFilePermissions(session()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    byte[] first = Files.readAllBytes(session());
    first[first.length / 2] ^= 1;
    Files.write(session(), first);
    try (DtlsLink link = open()) {
      hello(link, 2, Handshake.IF_NEEDED);
      assertThat(link.counts().handshakes()).as("a changed file is not used").isEqualTo(1);
    }
  }

  @Test
  void a_session_that_was_dropped_is_gone_from_the_disk() throws Exception {
    try (DtlsLink link = open()) {
      hello(link, 1, Handshake.IF_NEEDED);
      link.dropSession();
      await().until(() -> !Files.exists(session()));
      hello(link, 2, Handshake.IF_NEEDED);
      assertThat(link.counts().handshakes()).isEqualTo(2);
    }
  }

  @Test
  void a_cloud_that_forgot_the_session_falls_back_to_a_full_handshake() throws Exception {
    try (DtlsLink link = open()) {
      hello(link, 1, Handshake.IF_NEEDED);
      cloud.stop();
      cloud.start();
      hello(link, 2, Handshake.RESUME);
      assertThat(link.counts().handshakes()).isEqualTo(2);
      assertThat(link.counts().resumes()).isZero();
    }
  }

  @Test
  void each_time_that_the_cloud_closes_the_association_is_told_once_and_a_hello_mends_it()
      throws Exception {
    try (DtlsLink link = open()) {
      for (int time = 1; time <= 3; time++) {
        hello(link, time, Handshake.RESUME);
        int before = closed();
        assertThat(before).isEqualTo(time - 1);
        cloud.hangUp();
        await().until(() -> closed() > before);
      }
      hello(link, 4, Handshake.RESUME);
      assertThat(closed()).isEqualTo(3);
      assertThat(cloud.hellos).hasSize(4);
    }
  }

  @Test
  void a_session_that_the_device_drops_itself_is_not_taken_for_the_clouds_end() throws Exception {
    try (DtlsLink link = open()) {
      hello(link, 1, Handshake.IF_NEEDED);
      hello(link, 2, Handshake.FULL);
      hello(link, 3, Handshake.RESUME);
      assertThat(closed()).isZero();
    }
  }

  private int closed() {
    return (int) events.stream().filter(UpdateEvent.Closed.class::isInstance).count();
  }

  @Test
  void a_device_that_changes_its_address_keeps_its_session_by_connection_id() throws Exception {
    try (DtlsLink link = open()) {
      hello(link, 1, Handshake.IF_NEEDED);
      relay.changeAddress();
      hello(link, 2, Handshake.IF_NEEDED);
      assertThat(link.counts().handshakes()).isEqualTo(1);
      assertThat(link.counts().resumes()).isZero();
    }
  }

  @Test
  void a_restarted_device_that_happens_on_the_same_message_ids_is_heard_all_the_same()
      throws Exception {
    for (int restart = 1; restart <= 2; restart++) {
      try (DtlsLink link = open(new Beginning(4711))) {
        hello(link, restart, Handshake.IF_NEEDED);
      }
    }
    assertThat(cloud.hellos).hasSize(2);
  }

  @Test
  void a_request_that_is_asked_for_a_proof_of_the_address_is_repeated_with_it() throws Exception {
    try (DtlsLink link = open()) {
      hello(link, 1, Handshake.IF_NEEDED);
      String blob = cloud.keep(new byte[100]).prefix();
      relay.changeAddress();

      link.send(2, block(blob));

      await().until(() -> events.stream().anyMatch(event -> concerns(event, 2)));
      assertThat(events)
          .filteredOn(event -> concerns(event, 2))
          .singleElement()
          .isInstanceOfSatisfying(
              UpdateEvent.Answered.class,
              answered -> assertThat(answered.answer().code()).isEqualTo(CoapCode.CONTENT));
      assertThat(cloud.challenges).hasValue(1);
    }
  }

  @Test
  void an_address_that_is_never_believed_ends_in_a_handshake_and_not_in_a_loop() throws Exception {
    try (DtlsLink link = open()) {
      hello(link, 1, Handshake.IF_NEEDED);
      String blob = cloud.keep(new byte[100]).prefix();
      cloud.believeNoAddress();

      link.send(2, block(blob));

      await().until(() -> events.stream().anyMatch(UpdateEvent.Unanswered.class::isInstance));
      assertThat(cloud.challenges).hasValue(5);
    }
  }

  @Test
  void all_message_ids_can_be_used_and_the_last_is_followed_by_the_first() throws Exception {
    try (DtlsLink link = open(new Beginning(65_534))) {
      for (int exchange = 1; exchange <= 4; exchange++) {
        hello(link, exchange, Handshake.IF_NEEDED);
      }
    }
    assertThat(cloud.hellos).hasSize(4);
  }

  /** Chance that always begins alike. */
  private static final class Beginning extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final int number;

    Beginning(int number) {
      this.number = number;
    }

    @Override
    public int nextInt(int bound) {
      return number % bound;
    }
  }

  @Test
  void a_forgotten_request_says_nothing_more() throws Exception {
    try (DtlsLink link = open()) {
      hello(link, 1, Handshake.IF_NEEDED);
      cloud.serveBlocks(0);
      link.send(7, block());
      await().until(() -> cloud.blocksServed.get() == 1);
      link.forget(7);
      hello(link, 8, Handshake.IF_NEEDED);
      assertThat(events).noneMatch(event -> concerns(event, 7));
    }
  }

  @Test
  void a_host_that_cannot_be_resolved_is_said_and_nothing_is_sent() throws Exception {
    LinkOptions nowhere =
        new LinkOptions(
            InetSocketAddress.createUnresolved("nowhere.invalid", 5684),
            identity.credential(),
            Optional.empty(),
            Optional.empty());
    try (DtlsLink link = DtlsLink.open(nowhere, events::add, new SecureRandom())) {
      link.send(1, hello(Handshake.IF_NEEDED));
      assertThat(events)
          .hasSize(1)
          .first()
          .isInstanceOfSatisfying(
              UpdateEvent.Unanswered.class,
              none -> assertThat(none.why()).isEqualTo("the host nowhere.invalid is not known"));
      assertThat(link.counts()).isEqualTo(LinkCounts.NONE);
    }
  }

  private DtlsLink open() throws Exception {
    return open(new SecureRandom());
  }

  private DtlsLink open(SecureRandom random) throws Exception {
    return DtlsLink.open(
        new LinkOptions(
            relay.address(),
            identity.credential(),
            Optional.of(directory.resolve("link")),
            Optional.empty()),
        events::add,
        random);
  }

  private Path session() {
    return directory.resolve("link").resolve("session");
  }

  private void hello(DtlsLink link, long exchange, Handshake handshake) throws IOException {
    link.send(exchange, hello(handshake));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> events.stream().anyMatch(event -> concerns(event, exchange)));
    assertThat(events)
        .filteredOn(event -> concerns(event, exchange))
        .allMatch(
            event ->
                event instanceof UpdateEvent.Answered answered
                    && CoapCode.isSuccess(answered.answer().code()));
  }

  private static boolean concerns(UpdateEvent event, long exchange) {
    return (event instanceof UpdateEvent.Answered answered && answered.exchange() == exchange)
        || (event instanceof UpdateEvent.Unanswered none && none.exchange() == exchange);
  }

  private static LinkRequest hello(Handshake handshake) {
    ShortHello hello = new ShortHello(new HelloDigest("0011223344556677"), Flags.DEFAULT);
    return new LinkRequest(
        Method.POST,
        List.of(Paths.HELLO),
        HelloCodec.encode(hello),
        true,
        OptionalInt.empty(),
        handshake);
  }

  private static LinkRequest block() {
    return block("AAAAAAAAAAAA");
  }

  private static LinkRequest block(String blob) {
    return new LinkRequest(
        Method.GET,
        List.of(Paths.BLOB, blob),
        new byte[0],
        false,
        OptionalInt.of(0),
        Handshake.IF_NEEDED);
  }
}
