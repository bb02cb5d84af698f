package io.firmament.device.sim;

import io.firmament.device.UpdateListener;
import io.firmament.device.core.CloudStatus;
import io.firmament.device.core.StorageFailedException;
import io.firmament.device.core.UpdateOrder;
import io.firmament.device.sim.SimulationEvent.Phase;
import io.firmament.protocol.manifest.RootFault;
import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.Status;
import io.firmament.protocol.transfer.BlobLayout;
import io.firmament.protocol.value.FirmwareVersion;
import java.util.Optional;

/** The simulated application of one boot: says what happens, and remembers how it ended. */
final class Application implements UpdateListener {
  /** Where it says what happens. */
  interface Voice {
    void say(
        Phase phase,
        Optional<FirmwareVersion> version,
        Optional<Status.Progress> progress,
        String detail);
  }

  private final FirmwareVersion running;
  private final Script script;
  private final Figures figures;
  private final Voice voice;
  private Optional<FirmwareVersion> updating = Optional.empty();
  private Optional<BootReason> restart = Optional.empty();
  private Optional<Summary.Outcome> result = Optional.empty();
  private CloudStatus cloud = CloudStatus.DISCONNECTED;

  Application(FirmwareVersion running, Script script, Figures figures, Voice voice) {
    this.running = running;
    this.script = script;
    this.figures = figures;
    this.voice = voice;
  }

  /** Why the device boots next; empty while it runs. */
  Optional<BootReason> restart() {
    return restart;
  }

  /** How the newest update ended in this boot; empty while none has. */
  Optional<Summary.Outcome> result() {
    return result;
  }

  @Override
  public boolean selfTest() {
    return !script.selfTestFails(running);
  }

  @Override
  public void restart(BootReason reason) {
    restart = Optional.of(reason);
    say(Phase.REBOOTING, Optional.of(running), reason.name());
  }

  @Override
  public void updateBegan(UpdateOrder order, long receivedBytes) {
    figures.began(order);
    result = Optional.empty();
    updating = Optional.of(order.image().facts().version());
    BlobLayout layout = new BlobLayout(order.encoded().sizeBytes(), BlobLayout.MAX_BLOCK_SIZE);
    long here =
        receivedBytes == order.encoded().sizeBytes()
            ? layout.blocks()
            : receivedBytes / layout.blockSize();
    voice.say(
        Phase.STARTED,
        updating,
        Optional.of(new Status.Progress(here, layout.blocks())),
        order.encoded().coding().label());
  }

  @Override
  public void updateProgressed(long blocks, long of) {
    voice.say(Phase.TRANSFERRING, updating, Optional.of(new Status.Progress(blocks, of)), "");
  }

  @Override
  public void updateVerifying(UpdateOrder order) {
    say(Phase.VERIFYING, updating, "");
  }

  @Override
  public void updateComplete(FirmwareVersion version) {
    say(Phase.READY_TO_APPLY, Optional.of(version), "");
  }

  @Override
  public void updateFailed(RefusalReason reason, String detail) {
    result = Optional.of(outcome(reason));
    // Whoever goes back knowingly has said so before the reset; a crash is known behind it.
    boolean left = reason == RefusalReason.CRASHED;
    say(left ? Phase.ROLLED_BACK : Phase.FAILED, updating, reason + ": " + detail);
  }

  /** Not now, or not any more, is no failure: the cloud will ask again. */
  private static Summary.Outcome outcome(RefusalReason reason) {
    return switch (reason) {
      case SELF_TEST, CRASHED, NOT_CONFIRMED -> Summary.Outcome.ROLLED_BACK;
      default -> Summary.Outcome.FAILED;
    };
  }

  @Override
  public void confirmed(FirmwareVersion version) {
    result = Optional.of(Summary.Outcome.UPDATED);
    say(Phase.CONFIRMED, Optional.of(version), "");
  }

  @Override
  public void rolledBack(FirmwareVersion version, RefusalReason reason) {
    say(Phase.ROLLED_BACK, Optional.of(version), reason.name());
  }

  @Override
  public void updatePending(boolean pending) {
    if (pending) {
      say(Phase.PENDING, Optional.empty(), "");
    }
  }

  @Override
  public void resetPending() {
    say(Phase.RESET_PENDING, updating, "");
  }

  @Override
  public void cloudStatus(CloudStatus status, String detail) {
    boolean news = status != cloud || !detail.isEmpty();
    cloud = status;
    if (news && status != CloudStatus.DISCONNECTED) {
      say(Phase.valueOf(status.name()), Optional.of(running), detail);
    }
  }

  @Override
  public void rootTrusted(long number) {
    say(Phase.ROOT_TRUSTED, "root document " + number);
  }

  @Override
  public void rootRefused(RootFault fault, String detail) {
    say(Phase.ROOT_REFUSED, fault + ": " + detail);
  }

  @Override
  public void storageFailed(StorageFailedException failure) {
    say(Phase.FAILED, updating, failure.getMessage() + " (" + failure.hint() + ")");
  }

  /** Says something that concerns no version in particular. */
  void say(Phase phase, String detail) {
    say(phase, Optional.empty(), detail);
  }

  private void say(Phase phase, Optional<FirmwareVersion> version, String detail) {
    voice.say(phase, version, Optional.empty(), detail);
  }
}
