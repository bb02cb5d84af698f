package io.firmament.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.Goodbye;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.ReportId;
import io.firmament.protocol.message.Status;
import io.firmament.server.device.DeviceFixtures;
import io.firmament.server.trigger.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A device that comes back while something older about it comes to its end. */
class ComeBackTest {
  private final ServerFixture server = ServerFixture.ready();
  private final DeviceFixtures device = DeviceFixtures.fresh().running(1, ServerFixture.image(1));

  @BeforeEach
  void version_two_is_there() throws RefusedException {
    server.upload(2);
    server.workOff();
  }

  @Test
  void resumption_before_the_first_hello_teaches_no_rhythm() {
    connected(Trigger.HANDSHAKE);
    pass(47);
    connected(Trigger.RESUME);
    server.hello(device.hello());
    pass(145);
    server.release(2, true);
    server.workOff();
    look();

    assertThat(server.link.pings).isZero();
    assertThat(server.link.offers).hasSize(1);
    assertThat(server.view().online()).isTrue();
  }

  @Test
  void question_whether_it_is_there_waits_for_no_push() {
    server.handshake(device);
    pass(1800);
    server.devices().lookAfterSessions().look();

    assertThat(server.link.pings).isEqualTo(1);
  }

  @Test
  void old_question_that_was_never_answered_does_not_put_away_who_said_hello_since() {
    CompletableFuture<FullHello> question = asked();
    pass(37);
    connected(Trigger.RESUME);
    server.hello(device.hello());
    pass(58);
    question.completeExceptionally(silence());
    server.release(2, true);
    server.workOff();
    look();

    assertThat(server.view().online()).isTrue();
    assertThat(server.link.offers).hasSize(1);
  }

  @Test
  void push_that_failed_while_the_device_came_back_is_repeated_once() {
    server.handshake(device);
    server.link.onOffer =
        () -> {
          pass(5);
          server.devices().noteContact().heard(ServerFixture.ID, "a");
        };
    server.link.offerFails = Optional.of(UnreachableException.Why.TIMEOUT);
    server.release(2, true);
    server.workOff();

    assertThat(server.link.offers).hasSize(2);
    assertThat(server.view().online()).isTrue();
  }

  @Test
  void push_that_nobody_answered_puts_the_device_away() {
    server.handshake(device);
    server.link.onOffer = () -> pass(5);
    server.link.offerFails = Optional.of(UnreachableException.Why.TIMEOUT);
    server.release(2, true);
    server.workOff();

    assertThat(server.link.offers).hasSize(1);
    assertThat(server.view().online()).isFalse();
  }

  @Test
  void answer_to_a_push_counts_as_heard() {
    server.handshake(device);
    pass(1700);
    server.release(2, true);
    server.workOff();
    Instant answered = server.now;
    pass(200);
    look();

    assertThat(server.link.offers).hasSize(1);
    assertThat(server.link.pings).isZero();
    assertThat(server.view().session().orElseThrow().lastHeard()).isEqualTo(answered);
  }

  @Test
  void boot_that_is_written_down_after_the_device_is_back_does_not_put_it_away() {
    server.handshake(device);
    server.release(2, true);
    server.workOff();
    Offer offer = server.link.offers.get(0);
    server.status(offer, Status.Phase.STARTED);
    server.status(offer, Status.Phase.VERIFYING);
    server.store.whenVisible(this::back);
    server.status(offer, Status.Phase.REBOOTING);

    assertThat(server.view().online()).isTrue();
  }

  @Test
  void goodbye_that_is_written_down_after_the_device_is_back_does_not_put_it_away() {
    server.handshake(device);
    server.store.whenVisible(this::back);
    Goodbye goodbye = new Goodbye(new ReportId(1, 1), Goodbye.Why.SLEEP, 3600);
    ServerFixture.now(server.devices().recordGoodbye().record(ServerFixture.ID, goodbye));
    look();

    assertThat(server.view().session().orElseThrow().expectedBack()).isEmpty();
    assertThat(server.view().online()).isTrue();
    assertThat(server.told()).endsWith("spark/status=online");
  }

  @Test
  void hello_that_was_on_its_way_when_the_device_was_put_away_brings_it_back() {
    connected(Trigger.HANDSHAKE);
    server.devices().noteContact().heard(ServerFixture.ID, "a");
    server.devices().noteContact().lost(ServerFixture.ID);
    ServerFixture.now(server.devices().receiveHello().receive(ServerFixture.ID, device.hello()));

    assertThat(server.view().online()).isTrue();
  }

  @Test
  void fetched_hello_that_was_overtaken_by_one_that_the_device_said_is_dropped() {
    CompletableFuture<FullHello> question = asked();
    DeviceFixtures later = device.booted().running(2, ServerFixture.image(2));
    server.hello(later.hello());
    question.complete(device.hello());
    server.workOff();

    assertThat(server.view().device().isKnownAs(later.hello().digest())).isTrue();
  }

  @Test
  void fetched_hello_of_a_device_that_said_goodbye_meanwhile_does_not_bring_it_back() {
    CompletableFuture<FullHello> question = asked();
    Goodbye goodbye = new Goodbye(new ReportId(1, 1), Goodbye.Why.SLEEP, 3600);
    ServerFixture.now(server.devices().recordGoodbye().record(ServerFixture.ID, goodbye));
    question.complete(device.hello());
    server.workOff();

    assertThat(server.view().online()).isFalse();
  }

  /** A device that says no hello after its handshake is asked for it. */
  private CompletableFuture<FullHello> asked() {
    CompletableFuture<FullHello> question = new CompletableFuture<>();
    server.link.held = Optional.of(question);
    connected(Trigger.HANDSHAKE);
    pass(10);
    look();
    assertThat(server.link.asked).isEqualTo(1);
    return question;
  }

  private void back() {
    server.store.whenVisible(() -> {});
    pass(1);
    connected(Trigger.RESUME);
  }

  private void connected(Trigger trigger) {
    server.devices().noteContact().connected(ServerFixture.ID, trigger, "a", Optional.empty());
  }

  private void look() {
    server.devices().lookAfterSessions().look();
    server.workOff();
  }

  private void pass(long seconds) {
    server.pass(Duration.ofSeconds(seconds));
  }

  private static UnreachableException silence() {
    return new UnreachableException(ServerFixture.ID, UnreachableException.Why.TIMEOUT, "");
  }
}
