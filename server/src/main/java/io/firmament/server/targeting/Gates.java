package io.firmament.server.targeting;

import io.firmament.protocol.message.Flags;
import io.firmament.protocol.value.ModuleName;
import io.firmament.server.device.Approval;
import io.firmament.server.device.DeviceFacts;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.device.Failure;
import io.firmament.server.device.FailureClass;
import io.firmament.server.release.Binary;
import io.firmament.server.release.Firmware;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The gates that a target passes before it is offered: a table, in order. Nothing that a gate needs
 * may be missing: where the device has not said what it is, the gates that judge that are open and
 * the gate <i>online</i> is closed.
 */
final class Gates {
  /** In the order in which the first closed one becomes the reason. */
  static final List<Gate> TABLE =
      List.of(
          new Gate("approved", Gates::approved),
          new Gate("target", Gates::target),
          new Gate("running", Gates::running),
          new Gate("security", Gates::security),
          new Gate("downgrade", Gates::downgrade),
          new Gate("fit", Gates::fit),
          new Gate("withdrawn", Gates::withdrawn),
          new Gate("halted", Gates::halted),
          new Gate("held", Gates::held),
          new Gate("online", Gates::online),
          new Gate("session", Gates::session),
          new Gate("enabled", Gates::enabled));

  private Gates() {}

  /**
   * A row.
   *
   * @param name the gate's name
   * @param judge what it says
   */
  record Gate(String name, Judge judge) {}

  /** Judges a situation; empty means open. */
  interface Judge {
    Optional<Closed> judge(Situation situation);
  }

  /**
   * What all gates look at.
   *
   * @param device the device
   * @param presence whether it is here
   * @param developed whether the development rule decided
   * @param target what was chosen for it
   */
  record Situation(
      DeviceRecord device, Presence presence, boolean developed, Optional<Target> target) {
    private Optional<Firmware> firmware() {
      return target.map(Target::firmware);
    }
  }

  /**
   * Why a gate is closed.
   *
   * @param reason the reason
   * @param why in words
   * @param opensWhen what would open it
   */
  record Closed(Reason reason, String why, String opensWhen) {
    static Optional<Closed> because(Reason reason, String why, String opensWhen) {
      return Optional.of(new Closed(reason, why, opensWhen));
    }
  }

  /** Whether the device runs exactly this firmware's image (TGT12). */
  static boolean runs(DeviceFacts facts, Firmware firmware) {
    return facts.runs(firmware.binary().module(), firmware.image());
  }

  private static Optional<Closed> approved(Situation s) {
    if (s.device.approval() == Approval.QUARANTINED) {
      return Closed.because(
          Reason.of(ReasonCode.QUARANTINED), "nobody approved this device", "it is approved");
    }
    if (s.device.approval() == Approval.DENIED) {
      return Closed.because(
          Reason.of(ReasonCode.DENIED), "this device was denied", "it is approved");
    }
    return Optional.empty();
  }

  private static Optional<Closed> target(Situation s) {
    if (s.target.isPresent()) {
      return Optional.empty();
    }
    if (s.developed) {
      return Closed.because(
          Reason.of(ReasonCode.DEVELOPMENT_DEVICE),
          "a development device gets nothing by itself",
          "it is marked as product device");
    }
    return Closed.because(
        Reason.of(ReasonCode.NO_TARGET),
        "no rule chose a version",
        "a version is released, or the device is locked to one");
  }

  private static Optional<Closed> running(Situation s) {
    Optional<Firmware> firmware = s.firmware();
    if (firmware.isEmpty() || s.device.facts().filter(f -> runs(f, firmware.get())).isEmpty()) {
      return Optional.empty();
    }
    if (firmware.get().withdrawn()) {
      return Closed.because(
          Reason.of(ReasonCode.WITHDRAWN),
          "it runs version " + firmware.get().version() + ", which was withdrawn, and keeps it",
          "another version is released");
    }
    return Closed.because(
        Reason.of(ReasonCode.UP_TO_DATE),
        "it runs version " + firmware.get().version(),
        "another version becomes its target");
  }

  private static Optional<Closed> security(Situation s) {
    if (s.target.isEmpty() || s.device.facts().isEmpty()) {
      return Optional.empty();
    }
    Binary binary = s.firmware().orElseThrow().binary();
    ModuleName name = binary.module();
    long floor = s.device.facts().get().said().floor(name);
    if (floor <= binary.security()) {
      return Optional.empty();
    }
    return Closed.because(
        Reason.of(ReasonCode.INCOMPATIBLE, "security"),
        "the target's security counter is " + binary.security() + ", the device's floor " + floor,
        "other firmware becomes its target");
  }

  private static Optional<Closed> downgrade(Situation s) {
    if (s.target.isEmpty() || s.target.get().downgrade() || s.device.facts().isEmpty()) {
      return Optional.empty();
    }
    Firmware firmware = s.firmware().orElseThrow();
    return s.device
        .facts()
        .get()
        .running(firmware.binary().module())
        .filter(running -> firmware.version().isOlderThan(running.version()))
        .flatMap(
            running ->
                Closed.because(
                    Reason.of(ReasonCode.INCOMPATIBLE, "downgrade"),
                    "it runs version " + running.version() + ", the target is lower",
                    "the lock or the release says '--downgrade'"));
  }

  private static Optional<Closed> fit(Situation s) {
    if (s.target.isEmpty() || s.device.facts().isEmpty()) {
      return Optional.empty();
    }
    Firmware firmware = s.firmware().orElseThrow();
    DeviceFacts facts = s.device.facts().get();
    return misfit(facts, firmware)
        .flatMap(
            m ->
                Closed.because(
                    Reason.of(ReasonCode.INCOMPATIBLE, m.what()),
                    m.why(),
                    "other firmware becomes its target"));
  }

  private record Misfit(String what, String why) {}

  private static Optional<Misfit> misfit(DeviceFacts facts, Firmware firmware) {
    Binary binary = firmware.binary();
    if (!facts.said().platform().equals(binary.platform())) {
      String why =
          "it is made for platform " + binary.platform() + ", this is " + facts.said().platform();
      return Optional.of(new Misfit("platform", why));
    }
    long slotBytes = facts.said().slotBytes(binary.module().kind());
    if (binary.sizeBytes() > slotBytes) {
      String why = "it has " + binary.sizeBytes() + " bytes, the slot " + slotBytes;
      return Optional.of(new Misfit("size", why));
    }
    if (Representations.ranked(firmware, facts).isEmpty()) {
      return Optional.of(new Misfit("coding", "the device can decode none of its encodings"));
    }
    return Optional.empty();
  }

  private static Optional<Closed> withdrawn(Situation s) {
    if (s.firmware().filter(Firmware::withdrawn).isEmpty()) {
      return Optional.empty();
    }
    return Closed.because(
        Reason.of(ReasonCode.WITHDRAWN),
        "version " + s.firmware().orElseThrow().version() + " was withdrawn",
        "another version becomes its target");
  }

  private static Optional<Closed> halted(Situation s) {
    return s.target
        .flatMap(Target::halted)
        .flatMap(
            why ->
                Closed.because(
                    Reason.of(ReasonCode.HALTED, why),
                    "the release is paused: " + why,
                    "an operator lets it go on"));
  }

  private static Optional<Closed> held(Situation s) {
    return s.firmware()
        .flatMap(f -> s.device.heldBack(f.image()))
        .flatMap(
            failure ->
                Closed.because(
                    Reason.of(ReasonCode.FAILED, failure.cause().label(), "held"),
                    "version " + failure.version() + ended(failure) + failure.since(),
                    "'device retry', or another version becomes its target"));
  }

  private static String ended(Failure failure) {
    return failure.cause() == FailureClass.CANCELLED
        ? " was cancelled by " + failure.detail() + " at "
        : " failed here at ";
  }

  private static Optional<Closed> online(Situation s) {
    if (s.presence.online() && s.device.facts().isPresent()) {
      return Optional.empty();
    }
    String since = s.presence.lastSeen().map(Instant::toString).orElse("never seen");
    String back = s.presence.expectedBack().map(Instant::toString).orElse("not said");
    return Closed.because(
        Reason.of(ReasonCode.OFFLINE, since, back),
        "last heard: " + since + ", expected back: " + back,
        "the device makes contact");
  }

  private static Optional<Closed> session(Situation s) {
    if (s.target.isEmpty() || s.target.get().atOnce()) {
      return Optional.empty();
    }
    Instant since = s.target.get().since();
    if (s.presence.lastTrigger().filter(t -> !t.isBefore(since)).isPresent()) {
      return Optional.empty();
    }
    return Closed.because(
        Reason.of(ReasonCode.NEXT_SESSION),
        "no session has begun since " + since,
        "its next handshake, resumption or wake, or 'lock --flash-now'");
  }

  private static Optional<Closed> enabled(Situation s) {
    Flags flags = s.presence.flags();
    if (flags.updatesEnabled() || flags.updatesForced()) {
      return Optional.empty();
    }
    String since = s.presence.flagsSince().map(Instant::toString).orElse("not said");
    return Closed.because(
        Reason.of(ReasonCode.UPDATES_DISABLED, since),
        "its application disabled updates",
        "the device enables updates, or they are forced");
  }
}
