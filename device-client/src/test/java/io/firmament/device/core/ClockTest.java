package io.firmament.device.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.codec.CommandCodec;
import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.Paths;
import io.firmament.protocol.message.RefusalReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clocks that are wrong: the device's, and the cloud's. Expiry only ever blocks installing. */
final class ClockTest {
  /** When the offered manifest expires; it was issued at the beginning of 2026. */
  private static final Instant EXPIRY = Instant.parse("2026-06-01T00:00:00Z");

  private MachineRig rig;

  @BeforeEach
  void begin() throws Exception {
    rig = new MachineRig();
    rig.expiry(EXPIRY);
  }

  private void offer() throws Exception {
    rig.tell(new UpdateEvent.Connect());
    rig.answerHello(new HelloAnswer.Update(rig.offer(1, 2, false)));
    rig.answerBlock(rig.take(Paths.MANIFEST), rig.manifest(2));
  }

  /**
   * "floor": no earlier than a confirmed manifest's issue, the beginning of 2026 here. "-": the
   * cloud is not asked. "none": it gives an answer that is none.
   */
  @ParameterizedTest(name = "{0}: trusted {1}, device {2}, cloud {3} -> {4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a right clock | true | 2026-03-01 | - | INSTALL",
        "a right clock, expired | true | 2026-07-01 | - | REFUSE",
        "trusted and in 1970: floor | true | 1970-01-01 | - | INSTALL",
        "trusted and in 2099: blocks | true | 2099-01-01 | - | REFUSE",
        "no clock, cloud right | false | 1970-01-01 | 2026-03-01 | INSTALL",
        "no clock, cloud says expired | false | 1970-01-01 | 2026-07-01 | REFUSE",
        "clock in 2099, cloud right | false | 2099-01-01 | 2026-03-01 | INSTALL",
        "clock right, cloud in 1970 | false | 2026-03-01 | 1970-01-01 | INSTALL",
        "clock right, cloud in 2099 | false | 2026-03-01 | 2099-01-01 | REFUSE",
        "clock right, cloud is silent | false | 2026-03-01 | none | INSTALL",
        "clock expired, cloud silent | false | 2026-07-01 | none | INSTALL"
      })
  void whose_time_counts(String what, boolean trusted, String device, String cloud, String expected)
      throws Exception {
    rig.clock(trusted, Instant.parse(device + "T00:00:00Z"));
    rig.boot(BootReason.POWER);
    offer();
    answerTime(cloud);

    assertThat(rig.waits(Paths.BLOB)).as(what).isEqualTo(expected.equals("INSTALL"));
    if (expected.equals("REFUSE")) {
      assertThat(rig.takeStatus().reason()).contains(RefusalReason.EXPIRED);
    }
  }

  private void answerTime(String cloud) {
    if (cloud.equals("-")) {
      assertThat(rig.waits(Paths.TIME)).isFalse();
    } else if (cloud.equals("none")) {
      rig.answer(rig.take(Paths.TIME), CoapCode.SERVER_ERROR, new byte[0]);
    } else {
      Instant time = Instant.parse(cloud + "T00:00:00Z");
      rig.answer(rig.take(Paths.TIME), CoapCode.CONTENT, CommandCodec.encodeTime(time));
    }
  }

  @Test
  void a_floor_that_a_confirmation_raised_holds_against_a_cloud_whose_clock_went_back()
      throws Exception {
    rig.expiry(Instant.parse("2025-12-31T00:00:00Z"));
    confirmTwo();
    rig.tell(new UpdateEvent.Connect());
    rig.answerHello(new HelloAnswer.Update(rig.offer(2, 3, false)));
    rig.answerBlock(rig.take(Paths.MANIFEST), rig.manifest(3));
    answerTime("2025-06-01");

    assertThat(rig.waits(Paths.BLOB)).as("issued in 2026, and so expired").isFalse();
  }

  private void confirmTwo() throws Exception {
    rig.clock(false, Instant.EPOCH);
    rig.boot(BootReason.POWER);
    offer();
    answerTime("2025-06-01");
    rig.serve(MachineRig.image(2), Integer.MAX_VALUE);
    rig.pass(Duration.ofSeconds(1));
    rig.boot(BootReason.UPDATE);
    rig.tell(new UpdateEvent.SelfTested(true));
    rig.connect();
    assertThat(rig.store.floors().issued()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    rig.boot(BootReason.POWER);
  }

  @Test
  void an_installed_version_runs_on_whatever_the_time() throws Exception {
    confirmTwo();
    rig.clock(true, Instant.parse("2099-01-01T00:00:00Z"));
    rig.boot(BootReason.POWER);
    rig.connect();
    rig.pass(Duration.ofHours(48));

    assertThat(rig.did(UpdateAction.Restart.class)).isEmpty();
  }

  @Test
  void a_manifest_that_never_expires_asks_nobody_for_the_time() throws Exception {
    MachineRig timeless = new MachineRig();
    timeless.tell(new UpdateEvent.Connect());
    timeless.answerHello(new HelloAnswer.Update(timeless.offer(1, 2, false)));
    timeless.answerBlock(timeless.take(Paths.MANIFEST), timeless.manifest(2));

    assertThat(timeless.waits(Paths.TIME)).isFalse();
    assertThat(timeless.waits(Paths.BLOB)).isTrue();
  }

  @Test
  void the_time_is_asked_for_once_and_counted_on_from_there() throws Exception {
    offer();
    answerTime("2026-05-31");
    assertThat(rig.waits(Paths.BLOB)).isTrue();
    rig.tell(new UpdateEvent.Unanswered(rig.take(Paths.BLOB).exchange(), "lost"));
    rig.pass(Duration.ofHours(25));
    rig.takeSent();
    rig.tell(
        new UpdateEvent.Asked(
            1,
            LinkRequest.Method.POST,
            Paths.OFFER,
            io.firmament.protocol.codec.OfferCodec.encode(rig.offer(2, 3, false))));
    rig.answerBlock(rig.take(Paths.MANIFEST), rig.manifest(3));

    assertThat(rig.waits(Paths.TIME)).isFalse();
    assertThat(rig.notices)
        .filteredOn(Notice.Failed.class::isInstance)
        .last()
        .isEqualTo(lastFailed())
        .satisfies(n -> assertThat(((Notice.Failed) n).reason()).isEqualTo(RefusalReason.EXPIRED));
  }

  private Notice lastFailed() {
    Optional<Notice> last =
        rig.notices.stream().filter(Notice.Failed.class::isInstance).reduce((a, b) -> b);
    return last.orElseThrow();
  }

  @Test
  void an_answer_that_got_lost_is_asked_for_again_at_the_next_contact() throws Exception {
    offer();
    rig.tell(new UpdateEvent.Unanswered(rig.take(Paths.TIME).exchange(), "lost"));
    rig.answerHello(new HelloAnswer.Nothing());

    answerTime("2026-03-01");

    assertThat(rig.waits(Paths.BLOB)).isTrue();
  }
}
