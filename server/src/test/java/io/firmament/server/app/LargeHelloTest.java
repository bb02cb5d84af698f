package io.firmament.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.LargeHello;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.DeviceFixtures;
import io.firmament.server.trigger.Trigger;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A device whose full hello does not fit a block: it is asked for it. */
class LargeHelloTest {
  private static final HelloAnswer.Wait WAIT = new HelloAnswer.Wait(10);
  private final ServerFixture server = ServerFixture.ready();
  private final DeviceFixtures one = DeviceFixtures.fresh().running(1, ServerFixture.image(1));

  @BeforeEach
  void a_device_comes() {
    server
        .devices()
        .noteContact()
        .connected(ServerFixture.ID, Trigger.HANDSHAKE, "a", Optional.empty());
  }

  private static LargeHello large(DeviceFixtures device) {
    FullHello full = device.hello();
    return new LargeHello(full.digest(), full.flags());
  }

  @Test
  void it_is_fetched_once_and_what_is_due_is_pushed_behind_it() throws Exception {
    server.upload(2);
    server.release(2, true);
    server.work.clear();
    server.link.description = Optional.of(one.hello());

    assertThat(server.hello(large(one))).isEqualTo(WAIT);
    assertThat(server.hello(large(one))).as("while it is fetched").isEqualTo(WAIT);
    server.workOff();

    assertThat(server.link.asked).isEqualTo(1);
    assertThat(server.link.offers).hasSize(1);
    assertThat(server.view().device().isKnownAs(one.hello().digest())).isTrue();
  }

  @Test
  void fetched_hello_that_is_written_once_more_does_not_take_the_place_of_a_newer_one() {
    DeviceFixtures two = one.withFlags(ServerFixture.flags(false)).booted();
    server.link.description = Optional.of(one.hello());
    server.hello(large(one));
    server.store.beforeNext(() -> server.hello(two.hello()));

    server.workOff();

    assertThat(server.view().device().isKnownAs(two.hello().digest())).isTrue();
    assertThat(server.view().session().orElseThrow().flags()).isEqualTo(two.flags());
  }

  @Test
  void hello_that_is_written_once_more_is_overtaken_by_one_that_says_what_was_known() {
    server.handshake(one);
    DeviceFixtures two = one.withFlags(ServerFixture.flags(false)).booted();
    server.store.beforeNext(
        () -> {
          rename();
          server.hello(ServerFixture.shortOf(one));
        });

    server.hello(two.hello());

    assertThat(server.view().device().isKnownAs(one.hello().digest())).isTrue();
    assertThat(server.view().session().orElseThrow().flags()).isEqualTo(one.flags());
  }

  /** Somebody else writes the device's record. */
  private void rename() {
    try {
      server.operators().renameDevice().rename(ServerFixture.ID, "door", ServerFixture.ME);
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void one_that_is_known_is_answered_as_a_short_hello() {
    server.handshake(one);

    assertThat(server.hello(large(one))).isEqualTo(new HelloAnswer.Nothing());
    server.workOff();
    assertThat(server.link.asked).isZero();
  }

  @Test
  void one_that_could_not_be_fetched_is_fetched_again() {
    server.hello(large(one));
    server.workOff();
    server.link.description = Optional.of(one.hello());
    server.hello(large(one));
    server.workOff();

    assertThat(server.link.asked).isEqualTo(2);
    assertThat(server.hello(ServerFixture.shortOf(one))).isEqualTo(new HelloAnswer.Nothing());
  }

  @Test
  void another_products_is_refused_when_its_digest_comes_again_and_asked_for_again_later() {
    DeviceFixtures stranger = one.ofProduct(new ProductId(8));
    server.link.description = Optional.of(stranger.hello());
    assertThat(server.hello(large(stranger))).isEqualTo(WAIT);
    server.workOff();

    HelloReply wrong = new HelloReply.WrongProduct(DeviceFixtures.PRODUCT, new ProductId(8));
    assertThat(server.reply(large(stranger))).isEqualTo(wrong);
    assertThat(server.reply(large(stranger))).isEqualTo(wrong);
    assertThat(server.hello(large(one))).as("another hello").isEqualTo(WAIT);
    server.workOff();
    server.pass(Duration.ofMinutes(15));
    assertThat(server.hello(large(stranger))).isEqualTo(WAIT);
    assertThat(server.view().device().facts()).isEmpty();
  }
}
