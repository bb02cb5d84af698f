package io.firmament.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.message.DeviceEvent;
import io.firmament.protocol.message.Goodbye;
import io.firmament.protocol.message.ReportId;
import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.DeviceFixtures;
import io.firmament.server.device.EventRate;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A device that tells too many events fills nothing and holds up nobody. */
class EventFloodTest {
  private static final int BURST = EventRate.USUAL.perMinute();
  private static final DeviceId OTHER = new DeviceId("00000000000000000000abcd");

  private final ServerFixture server = ServerFixture.ready();

  @BeforeEach
  void minuteful() {
    server.handshake(DeviceFixtures.fresh());
    for (int i = 0; i < BURST; i++) {
      assertThat(server.event("door", "open")).as("event %d", i).isEqualTo(EventReply.TAKEN);
    }
  }

  @Test
  void event_beyond_a_minutes_worth_waits_a_second_and_is_not_kept() {
    long before = server.store.lastSequence();

    assertThat(server.event("door", "open")).isEqualTo(EventReply.tooMany(EventRate.USUAL.pace()));

    assertThat(server.store.lastSequence()).isEqualTo(before);
    server.pass(EventRate.USUAL.pace());
    assertThat(server.event("door", "open")).isEqualTo(EventReply.TAKEN);
    assertThat(server.event("door", "open").fate()).isEqualTo(EventReply.Fate.TOO_MANY);
    server.pass(Duration.ofMillis(400));
    assertThat(server.event("door", "open").again()).isEqualTo(Duration.ofMillis(600));
  }

  @Test
  void event_that_had_to_wait_is_taken_under_its_number_when_it_comes_again() {
    DeviceEvent event = new DeviceEvent(new ReportId(1, 10_000), "late");
    assertThat(record("door", event).fate()).isEqualTo(EventReply.Fate.TOO_MANY);

    server.pass(EventRate.USUAL.pace());

    assertThat(record("door", event)).isEqualTo(EventReply.TAKEN);
    assertThat(record("door", event)).as("costs nothing").isEqualTo(EventReply.REPEATED);
  }

  @Test
  void what_a_device_says_of_itself_is_heard_all_the_same_and_has_its_limit_too() {
    for (int i = 0; i < BURST; i++) {
      assertThat(server.event(EventNames.UPDATES_ENABLED, "" + (i % 2 == 0)))
          .isEqualTo(EventReply.TAKEN);
    }
    assertThat(server.event(EventNames.UPDATES_ENABLED, "true").fate())
        .isEqualTo(EventReply.Fate.TOO_MANY);
  }

  @Test
  void goodbye_counts_among_what_a_device_says_of_itself_and_one_too_many_changes_nothing() {
    for (int i = 0; i < BURST; i++) {
      assertThat(goodbye(20_000 + i)).isEqualTo(EventReply.TAKEN);
    }
    server.handshake(DeviceFixtures.fresh());
    long before = server.store.lastSequence();

    assertThat(goodbye(30_000)).isEqualTo(EventReply.tooMany(EventRate.USUAL.pace()));

    assertThat(server.store.lastSequence()).isEqualTo(before);
    assertThat(server.view().online()).isTrue();
    assertThat(goodbye(20_000)).as("a repetition").isEqualTo(EventReply.REPEATED);
    server.pass(EventRate.USUAL.pace());
    assertThat(goodbye(30_000)).isEqualTo(EventReply.TAKEN);
    assertThat(server.view().online()).isFalse();
  }

  private EventReply goodbye(long number) {
    Goodbye goodbye = new Goodbye(new ReportId(1, number), Goodbye.Why.SLEEP, 60);
    return ServerFixture.now(server.devices().recordGoodbye().record(ServerFixture.ID, goodbye));
  }

  @Test
  void one_device_does_not_use_up_what_another_may_tell() throws RefusedException {
    server.register(OTHER);

    DeviceEvent event = new DeviceEvent(new ReportId(1, 1), "open");

    assertThat(ServerFixture.now(server.devices().recordEvent().record(OTHER, "door", event)))
        .isEqualTo(EventReply.TAKEN);
  }

  @Test
  void rate_of_zero_is_no_limit() {
    EventThrottle any = new EventThrottle(new EventRate(0));
    for (int i = 0; i < 1_000; i++) {
      assertThat(any.refuse(OTHER, "door", server.now)).isEmpty();
    }
  }

  @Test
  void minute_of_silence_makes_the_allowance_whole_again() {
    server.event("door", "open");
    server.pass(Duration.ofMinutes(1));
    minuteful();
    assertThat(server.event("door", "open").fate()).isEqualTo(EventReply.Fate.TOO_MANY);
  }

  private EventReply record(String name, DeviceEvent event) {
    return ServerFixture.now(server.devices().recordEvent().record(ServerFixture.ID, name, event));
  }
}
