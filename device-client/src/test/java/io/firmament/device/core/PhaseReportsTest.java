package io.firmament.device.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.message.Paths;
import io.firmament.protocol.message.Status.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which phases of an update the cloud hears of. */
final class PhaseReportsTest {
  private MachineRig rig;

  @BeforeEach
  void an_update_has_begun() throws Exception {
    rig = new MachineRig();
    rig.begin(7, 2);
  }

  @Test
  void a_cloud_that_answers_at_once_hears_of_every_phase() throws Exception {
    List<Phase> heard = heardWhileABlockTakes(Duration.ZERO);

    assertThat(heard).containsExactly(Phase.TRANSFERRING, Phase.VERIFYING, Phase.REBOOTING);
  }

  @Test
  void progress_is_told_every_two_seconds_at_most() throws Exception {
    assertThat(heardWhileABlockTakes(Duration.ofMillis(500)))
        .filteredOn(Phase.TRANSFERRING::equals)
        .hasSize(5);
  }

  /** On a link that loses much: the association is not gone while blocks come. */
  @Test
  void a_report_that_is_given_up_does_not_stop_a_transfer_that_gets_its_blocks() throws Exception {
    rig.answerBlock(rig.take(Paths.BLOB), MachineRig.image(2));
    UpdateAction.Send report = rig.take(Paths.STATUS);
    for (int second = 0; second < 9; second++) {
      rig.pass(Duration.ofSeconds(9));
      rig.answerBlock(rig.take(Paths.BLOB), MachineRig.image(2));
    }

    rig.tell(new UpdateEvent.Unanswered(report.exchange(), "no answer"));

    assertThat(rig.waits(Paths.HELLO)).isFalse();
    assertThat(rig.waits(Paths.STATUS)).as("it is not said again and again").isFalse();
    rig.pass(Duration.ofSeconds(9));
    rig.answerBlock(rig.take(Paths.BLOB), MachineRig.image(2));
    assertThat(rig.waits(Paths.STATUS)).isFalse();
    rig.pass(Duration.ofSeconds(1));
    assertThat(rig.takeStatus().phase()).isEqualTo(Phase.TRANSFERRING);
    rig.answerBlock(rig.take(Paths.BLOB), MachineRig.image(2));
  }

  @Test
  void a_report_that_is_given_up_when_no_block_came_either_is_followed_by_a_handshake()
      throws Exception {
    rig.answerBlock(rig.take(Paths.BLOB), MachineRig.image(2));
    UpdateAction.Send report = rig.take(Paths.STATUS);
    rig.pass(Duration.ofSeconds(10));

    rig.tell(new UpdateEvent.Unanswered(report.exchange(), "no answer"));

    assertThat(rig.waits(Paths.HELLO)).isTrue();
  }

  @Test
  void a_hello_that_is_rejected_beside_a_transfer_is_said_again_but_not_at_once() throws Exception {
    rig.tell(new UpdateEvent.Leave(Duration.ofMinutes(5), true));
    UpdateAction.Send goodbye = rig.take(Paths.GOODBYE);
    rig.tell(new UpdateEvent.Connect());
    rig.answer(goodbye, CoapCode.CHANGED, new byte[0]);
    rig.tell(new UpdateEvent.Unanswered(rig.take(Paths.HELLO).exchange(), "rejected"));

    rig.pass(Duration.ofSeconds(9));
    assertThat(rig.waits(Paths.HELLO)).isFalse();
    rig.answerBlock(rig.take(Paths.BLOB), MachineRig.image(2));
    rig.pass(Duration.ofSeconds(1));

    assertThat(rig.waits(Paths.HELLO)).as("the cloud takes it for gone").isTrue();
  }

  private List<Phase> heardWhileABlockTakes(Duration time) throws Exception {
    List<Phase> heard = new ArrayList<>();
    while (rig.waits(Paths.BLOB) || rig.waits(Paths.STATUS)) {
      if (rig.waits(Paths.STATUS)) {
        heard.add(rig.takeStatus().phase());
      } else {
        rig.pass(time);
        rig.answerBlock(rig.take(Paths.BLOB), MachineRig.image(2));
      }
    }
    rig.pass(Duration.ZERO);
    heard.add(rig.takeStatus().phase());
    return heard;
  }

  @Test
  void a_cloud_that_answers_late_hears_of_the_newest_phase_and_not_of_those_that_are_over()
      throws Exception {
    while (rig.waits(Paths.BLOB)) {
      rig.answerBlock(rig.take(Paths.BLOB), MachineRig.image(2));
    }
    rig.pass(Duration.ZERO);

    assertThat(rig.takeStatus().phase()).isEqualTo(Phase.TRANSFERRING);
    assertThat(rig.takeStatus().phase()).isEqualTo(Phase.REBOOTING);
    assertThat(rig.waits(Paths.STATUS)).isFalse();
  }
}
