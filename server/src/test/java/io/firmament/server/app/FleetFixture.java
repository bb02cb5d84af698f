package io.firmament.server.app;

import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.ModuleState;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.ReportId;
import io.firmament.protocol.message.Status;
import io.firmament.protocol.message.StatusVerdict;
import io.firmament.protocol.message.UpdateOutcome;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.DeviceFixtures;
import io.firmament.server.transfer.Attempt;
import io.firmament.server.trigger.Trigger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A server in memory with one product and many devices, numbered from 1. */
final class FleetFixture {
  static final ProductId PRODUCT = DeviceFixtures.PRODUCT;
  final ServerFixture server = ServerFixture.ready();
  private long reports;

  /** With devices on version 1 that are here, and versions up to the highest uploaded. */
  static FleetFixture of(int devices, int highest) throws RefusedException {
    FleetFixture fleet = new FleetFixture();
    for (int version = 2; version <= highest; version++) {
      fleet.server.upload(version);
    }
    for (int number = 1; number <= devices; number++) {
      fleet.server.register(id(number));
      fleet.handshake(number, running(1));
    }
    return fleet;
  }

  static DeviceId id(int number) {
    return new DeviceId(String.format(Locale.ROOT, "%024x", number));
  }

  static DeviceFixtures running(int version) {
    return DeviceFixtures.fresh().running(version, ServerFixture.image(version));
  }

  static FirmwareVersion version(int number) {
    return new FirmwareVersion(number);
  }

  OperatorVerbs operators() {
    return server.operators();
  }

  ReleaseVerbs releases() {
    return operators().releases();
  }

  HelloAnswer handshake(int number, DeviceFixtures says) {
    server
        .devices()
        .noteContact()
        .connected(id(number), Trigger.HANDSHAKE, "a" + number, Optional.empty());
    HelloReply reply =
        ServerFixture.now(server.devices().receiveHello().receive(id(number), says.hello()));
    server.workOff();
    return ((HelloReply.Answered) reply).answer();
  }

  void leave(int number) {
    server.devices().noteContact().lost(id(number));
  }

  DeviceView view(int number) {
    try {
      return operators().findDevice().explain(operators().findDevice().named(id(number).hex()));
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  String state(int number) {
    return view(number).state();
  }

  Attempt attempt(int number) {
    return view(number).attempt().orElseThrow();
  }

  NewRelease wish(int version, boolean intelligent, String... groups) {
    return new NewRelease(
        PRODUCT,
        version(version),
        groups.length == 0,
        Set.of(groups),
        intelligent,
        Optional.of("a test"),
        false,
        Optional.empty());
  }

  Published release(int version, boolean intelligent, String... groups) throws RefusedException {
    Published published =
        operators().publishRelease().publish(wish(version, intelligent, groups), ServerFixture.ME);
    server.workOff();
    return published;
  }

  void group(int number, String... names) throws RefusedException {
    operators().groupDevices().set(id(number), List.of(names), ServerFixture.ME);
    server.workOff();
  }

  StatusVerdict status(int number, Status.Phase phase, long boot) {
    return status(number, phase, boot, Optional.empty());
  }

  StatusVerdict failed(int number, RefusalReason reason) {
    return status(number, Status.Phase.FAILED, 1, Optional.of(reason));
  }

  private StatusVerdict status(
      int number, Status.Phase phase, long boot, Optional<RefusalReason> reason) {
    Status status =
        new Status(
            new ReportId(boot, ++reports),
            attempt(number).commandId(),
            phase,
            reason,
            0,
            Optional.empty());
    StatusVerdict verdict =
        ServerFixture.now(server.devices().recordStatus().record(id(number), status));
    server.workOff();
    return verdict;
  }

  /** The device fetches so many blocks. */
  void fetch(int number, long blocks) {
    Status status =
        new Status(
            new ReportId(1, ++reports),
            attempt(number).commandId(),
            Status.Phase.TRANSFERRING,
            Optional.empty(),
            0,
            Optional.of(new Status.Progress(blocks, 100)));
    ServerFixture.now(server.devices().recordStatus().record(id(number), status));
  }

  /** The device has the whole of it, boots and confirms. */
  void update(int number) {
    int to = attempt(number).to().number();
    status(number, Status.Phase.STARTED, 1);
    status(number, Status.Phase.REBOOTING, 1);
    handshake(number, running(to).booted());
  }

  /** The device tries it, and goes back by itself. */
  void rollBack(int number, int runs) {
    long command = attempt(number).commandId();
    UpdateOutcome outcome =
        new UpdateOutcome(
            command,
            UpdateOutcome.Result.ROLLED_BACK,
            Optional.of(RefusalReason.SELF_TEST),
            attempt(number).image());
    status(number, Status.Phase.STARTED, 1);
    status(number, Status.Phase.REBOOTING, 1);
    handshake(number, running(runs).inState(ModuleState.CONFIRMED).booted().outcome(outcome));
  }

  /** What is done every second. */
  void look() {
    server.devices().lookAfterSessions().look();
    server.devices().lookAfterUpdates().look();
    server.workOff();
  }
}
