package io.firmament.server.targeting;

import io.firmament.protocol.message.Flags;
import io.firmament.protocol.message.InstalledModule;
import io.firmament.protocol.message.ModuleState;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleName;
import io.firmament.protocol.value.Requirement;
import io.firmament.server.device.DeviceFacts;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.device.Failure;
import io.firmament.server.device.FailureClass;
import io.firmament.server.release.Binary;
import io.firmament.server.release.Firmware;
import io.firmament.server.targeting.ClosedGate.Words;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The gates that a target passes before it is offered: a table, in order (docs/targeting.md).
 * Nothing that a gate needs may be missing: where the device has not said what it is, the gates
 * that judge that are open and the gate <i>online</i> is closed.
 */
final class Gates {
  /** In the order in which the first closed one becomes the reason. */
  static final List<Gate> TABLE =
      List.of(
          new Gate("approved", Gates::approved),
          new Gate("target", Gates::target),
          new Gate("running", Gates::running),
          new Gate("security", Gates::security),
          new Gate("fit", Gates::fit),
          new Gate("prerequisites", Gates::prerequisites),
          new Gate("withdrawn", Gates::withdrawn),
          new Gate("halted", Gates::halted),
          new Gate("loop", Gates::loop),
          new Gate("held", Gates::held),
          new Gate("online", Gates::online),
          new Gate("trial", Gates::trial),
          new Gate("session", Gates::session),
          new Gate("enabled", Gates::enabled),
          new Gate("rate", Gates::rate));

  private static final Words QUARANTINED =
      Words.of("nobody approved this device", "it is approved");
  private static final Words DENIED = Words.of("this device was denied", "it is approved");
  private static final Words DEVELOPMENT =
      Words.of("a development device gets nothing by itself", "it is marked as product device");
  private static final Words NO_TARGET =
      Words.of("no rule chose a version", "a version is released, or the device is locked to one");

  private Gates() {}

  /**
   * A row.
   *
   * @param name the gate's name
   * @param judge what it says
   */
  record Gate(String name, Judge judge) {
    Optional<ClosedGate> judge(Situation situation) {
      return judge.judge(situation).map(c -> new ClosedGate(name, c.code(), c.wording()));
    }
  }

  /** Judges a situation; empty means open. */
  interface Judge {
    Optional<Closed> judge(Situation situation);
  }

  /**
   * What all gates look at.
   *
   * @param device the device
   * @param presence whether it is here
   * @param target what was chosen for it
   * @param now the time
   */
  record Situation(DeviceRecord device, Presence presence, Optional<Target> target, Instant now) {
    private Optional<Firmware> firmware() {
      return target.map(Target::firmware);
    }

    /** Whether nobody knows yet what is to be put where. */
    private boolean isVague() {
      return target.isEmpty() || device.facts().isEmpty();
    }

    private DeviceFacts facts() {
      return device.facts().orElseThrow();
    }

    private Binary binary() {
      return target.orElseThrow().firmware().binary();
    }
  }

  /**
   * Why a gate is closed.
   *
   * @param code the reason
   * @param wording makes the words, when somebody asks
   */
  record Closed(ReasonCode code, Supplier<Words> wording) {
    static Optional<Closed> because(ReasonCode code, Supplier<Words> wording) {
      return Optional.of(new Closed(code, wording));
    }
  }

  /** Whether the device runs exactly this firmware's image (TGT12). */
  static boolean runs(DeviceFacts facts, Firmware firmware) {
    return facts.runs(firmware.binary().module(), firmware.image());
  }

  private static Optional<Closed> approved(Situation s) {
    return switch (s.device.approval()) {
      case APPROVED -> Optional.empty();
      case QUARANTINED -> Closed.because(ReasonCode.QUARANTINED, () -> QUARANTINED);
      case DENIED -> Closed.because(ReasonCode.DENIED, () -> DENIED);
    };
  }

  private static Optional<Closed> target(Situation s) {
    if (s.target.isPresent()) {
      return Optional.empty();
    }
    return s.device.assignment().development()
        ? Closed.because(ReasonCode.DEVELOPMENT_DEVICE, () -> DEVELOPMENT)
        : Closed.because(ReasonCode.NO_TARGET, () -> NO_TARGET);
  }

  private static Optional<Closed> running(Situation s) {
    if (s.isVague() || !runs(s.facts(), s.target.get().firmware())) {
      return Optional.empty();
    }
    Firmware firmware = s.target.get().firmware();
    if (firmware.withdrawn()) {
      return Closed.because(
          ReasonCode.WITHDRAWN,
          () ->
              Words.of(
                  "it runs version " + firmware.version() + ", which was withdrawn, and keeps it",
                  "another version is released"));
    }
    return Closed.because(
        ReasonCode.UP_TO_DATE,
        () ->
            Words.of(
                "it runs version " + firmware.version(), "another version becomes its target"));
  }

  private static Optional<Closed> security(Situation s) {
    if (s.isVague()) {
      return Optional.empty();
    }
    ModuleName name = s.binary().module();
    long floor = s.facts().said().floor(name);
    if (floor <= s.binary().security()) {
      return Optional.empty();
    }
    return Closed.because(
        ReasonCode.INCOMPATIBLE,
        () ->
            Words.of(
                "the target's security counter is "
                    + s.binary().security()
                    + ", the device's floor "
                    + floor,
                "other firmware becomes its target",
                "security"));
  }

  private static Optional<Closed> fit(Situation s) {
    if (s.isVague()) {
      return Optional.empty();
    }
    return misfit(s.facts(), s.target.get().firmware())
        .flatMap(
            m ->
                Closed.because(
                    ReasonCode.INCOMPATIBLE,
                    () -> Words.of(m.why().get(), "other firmware becomes its target", m.what())));
  }

  private record Misfit(String what, Supplier<String> why) {}

  private static Optional<Misfit> misfit(DeviceFacts facts, Firmware firmware) {
    Binary binary = firmware.binary();
    if (!facts.said().platform().equals(binary.platform())) {
      return Optional.of(
          new Misfit(
              "platform",
              () ->
                  "it is made for platform "
                      + binary.platform()
                      + ", this is "
                      + facts.said().platform()));
    }
    long slotBytes = facts.said().slotBytes(binary.module().kind());
    if (binary.sizeBytes() > slotBytes) {
      return Optional.of(
          new Misfit(
              "size", () -> "it has " + binary.sizeBytes() + " bytes, the slot " + slotBytes));
    }
    if (!Representations.any(firmware, facts)) {
      return Optional.of(new Misfit("coding", () -> "the device can decode none of its encodings"));
    }
    return Optional.empty();
  }

  /** A plan of one step brings no other module along: what is not there now stays away. */
  private static Optional<Closed> prerequisites(Situation s) {
    if (s.isVague() || s.binary().requires().isEmpty()) {
      return Optional.empty();
    }
    return s.binary().requires().stream()
        .filter(r -> !isMet(r, s.facts()))
        .findFirst()
        .flatMap(r -> Closed.because(ReasonCode.MISSING_PREREQUISITE, () -> missing(r, s.facts())));
  }

  private static boolean isMet(Requirement requirement, DeviceFacts facts) {
    Optional<InstalledModule> there = facts.running(requirement.module());
    return there.isPresent() && !there.get().version().isOlderThan(requirement.version());
  }

  private static Words missing(Requirement requirement, DeviceFacts facts) {
    String module = label(requirement.module());
    String there =
        facts
            .running(requirement.module())
            .map(InstalledModule::version)
            .map(FirmwareVersion::toString)
            .map(version -> "version " + version)
            .orElse("none");
    return Words.of(
        "it needs " + module + " version " + requirement.version() + ", the device has " + there,
        "the device has that, or other firmware becomes its target",
        module,
        requirement.version().toString());
  }

  private static String label(ModuleName module) {
    String kind = module.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return module.name().isEmpty() ? kind + " " + module.index() : kind + " " + module.name();
  }

  private static Optional<Closed> withdrawn(Situation s) {
    if (s.target.isEmpty() || !s.target.get().firmware().withdrawn()) {
      return Optional.empty();
    }
    return Closed.because(
        ReasonCode.WITHDRAWN,
        () ->
            Words.of(
                "version " + s.firmware().orElseThrow().version() + " was withdrawn",
                "another version becomes its target"));
  }

  private static Optional<Closed> halted(Situation s) {
    return s.target
        .flatMap(Target::halted)
        .flatMap(
            why ->
                Closed.because(
                    ReasonCode.HALTED,
                    () ->
                        Words.of(
                            "the release is paused: " + why, "an operator lets it go on", why)));
  }

  private static Optional<Closed> loop(Situation s) {
    return s.firmware()
        .flatMap(f -> s.device.guard(f.image(), s.now))
        .flatMap(
            until ->
                Closed.because(
                    ReasonCode.LOOP_GUARD,
                    () ->
                        Words.of(
                            "it began this update again and again without getting on",
                            "it is " + until + ", or 'device retry'",
                            until.toString())));
  }

  private static Optional<Closed> held(Situation s) {
    return s.firmware()
        .flatMap(f -> s.device.heldBack(f.image()))
        .flatMap(
            failure ->
                Closed.because(
                    ReasonCode.FAILED,
                    () ->
                        Words.of(
                            "version " + failure.version() + ended(failure) + failure.since(),
                            "'device retry', or another version becomes its target",
                            failure.cause().label(),
                            "held")));
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
    return Closed.because(ReasonCode.OFFLINE, () -> offline(s.presence));
  }

  private static Words offline(Presence presence) {
    String since = presence.lastSeen().map(Instant::toString).orElse("never seen");
    String back = presence.expectedBack().map(Instant::toString).orElse("not said");
    return Words.of(
        "last heard: " + since + ", expected back: " + back,
        "the device makes contact",
        since,
        back);
  }

  /** Nothing is staged while a trial is unconfirmed: the device would refuse it as busy. */
  private static Optional<Closed> trial(Situation s) {
    if (s.isVague() || runs(s.facts(), s.target.get().firmware())) {
      return Optional.empty();
    }
    return s.facts()
        .running(s.binary().module())
        .filter(m -> m.state() == ModuleState.TRIAL)
        .flatMap(
            m ->
                Closed.because(
                    ReasonCode.ON_TRIAL,
                    () ->
                        Words.of(
                            "it tries version " + m.version() + ", and takes nothing meanwhile",
                            "it confirms that version, or goes back from it",
                            m.version().toString())));
  }

  private static Optional<Closed> session(Situation s) {
    if (s.target.isEmpty() || s.target.get().atOnce()) {
      return Optional.empty();
    }
    Instant since = s.target.get().since();
    Optional<Instant> last = s.presence.lastTrigger();
    if (last.isPresent() && !last.get().isBefore(since)) {
      return Optional.empty();
    }
    return Closed.because(
        ReasonCode.NEXT_SESSION,
        () ->
            Words.of(
                "no session has begun since " + since,
                "its next handshake, resumption or wake, or 'lock --flash-now'"));
  }

  private static Optional<Closed> enabled(Situation s) {
    Flags flags = s.presence.flags();
    boolean forced = flags.updatesForced() || s.device.assignment().forced();
    if (flags.updatesEnabled() || forced) {
      return Optional.empty();
    }
    return Closed.because(
        ReasonCode.UPDATES_DISABLED,
        () ->
            Words.of(
                "its application disabled updates",
                "the device enables updates, or they are forced",
                s.presence.flagsSince().map(Instant::toString).orElse("not said")));
  }

  private static Optional<Closed> rate(Situation s) {
    if (s.target.isEmpty() || s.target.get().flashNow() || s.presence.place().isEmpty()) {
      return Optional.empty();
    }
    return Closed.because(
        ReasonCode.RATE_LIMITED,
        () ->
            Words.of(
                "as many devices as permitted are being updated",
                "those before it in the queue have begun, or 'lock --flash-now'",
                s.presence.place().get().toString()));
  }
}
