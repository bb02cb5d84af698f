package io.firmament.server.app;

import io.firmament.protocol.message.DeviceEvent;
import io.firmament.protocol.message.Flags;
import io.firmament.protocol.message.Hello;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.ReportId;
import io.firmament.protocol.message.ShortHello;
import io.firmament.protocol.message.Status;
import io.firmament.protocol.message.StatusVerdict;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.server.device.DeviceFixtures;
import io.firmament.server.device.DeviceRates;
import io.firmament.server.device.TransferLimits;
import io.firmament.server.release.Firmware;
import io.firmament.server.store.MemoryBlobStore;
import io.firmament.server.store.MemoryStateStore;
import io.firmament.server.trigger.Trigger;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A server in memory with one product and one device; the test owns its clock and its work. */
final class ServerFixture {
  static final Caller ME = new Caller("me");
  static final DeviceId ID = DeviceFixtures.ID;
  static final String PSK = "00112233445566778899aabbccddeeff";

  final MemoryStateStore store = new MemoryStateStore();
  final MemoryBlobStore blobs = new MemoryBlobStore();
  final RecordingLink link = new RecordingLink();
  final ManualMeter meter = new ManualMeter();
  final Deque<Runnable> work = new ArrayDeque<>();
  final Deque<Runnable> encoding = new ArrayDeque<>();
  Instant now = Instant.parse("2026-03-01T00:00:00Z");
  final ManifestSigning signing;
  UseCases server;
  private long reports;

  ServerFixture() {
    this(manifest -> manifest.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** With other keys. */
  ServerFixture(ManifestSigning signing) {
    this.signing = signing;
    this.server = start();
  }

  /** With the product and the device registered, and version 1 uploaded. */
  static ServerFixture ready() {
    ServerFixture fixture = new ServerFixture();
    try {
      fixture
          .operators()
          .registerProduct()
          .register(
              new NewProduct(
                  "Sensor node", DeviceFixtures.PLATFORM, Optional.of(DeviceFixtures.PRODUCT)),
              ME);
      fixture.register(ID);
      fixture.upload(1);
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
    return fixture;
  }

  /** A server over the same store: as after a restart. */
  UseCases start() {
    return UseCases.assemble(
        new Ports(
            store,
            blobs,
            signing,
            link,
            meter,
            () -> now,
            new SecureRandom(),
            work::add,
            encoding::add,
            TransferLimits.NONE,
            DeviceRates.USUAL,
            10));
  }

  void restart() {
    work.clear();
    encoding.clear();
    server = start();
  }

  OperatorVerbs operators() {
    return server.operators();
  }

  DeviceVerbs devices() {
    return server.devices();
  }

  void register(DeviceId id) throws RefusedException {
    operators()
        .registerDevice()
        .register(
            new NewDevice(
                id,
                DeviceFixtures.PRODUCT,
                Optional.empty(),
                Optional.of(new NewCredential.SharedKey(PSK))),
            ME);
  }

  static byte[] content(int version) {
    return ("image " + version).getBytes(StandardCharsets.UTF_8);
  }

  static Digest image(int version) {
    return Digest.of(content(version));
  }

  Firmware upload(int version) throws RefusedException {
    return upload(version, content(version));
  }

  Firmware upload(int version, byte[] content) throws RefusedException {
    try {
      return operators()
          .uploadFirmware()
          .upload(
              new NewFirmware(
                  DeviceFixtures.PRODUCT, Optional.of(new FirmwareVersion(version)), "", ""),
              new ByteArrayInputStream(content),
              ME);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  void release(int version, boolean intelligent) {
    try {
      operators()
          .publishRelease()
          .publish(
              new NewRelease(
                  DeviceFixtures.PRODUCT,
                  new FirmwareVersion(version),
                  intelligent,
                  Optional.of("a test")),
              ME);
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  void lock(int version, boolean flashNow) {
    try {
      operators().lockDevice().lock(ID, new FirmwareVersion(version), flashNow, ME);
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  /** Does all that waits in the background, and what follows from it. */
  void workOff() {
    while (!work.isEmpty() || !encoding.isEmpty()) {
      (work.isEmpty() ? encoding : work).remove().run();
    }
  }

  /** A handshake and a full hello. */
  HelloAnswer handshake(DeviceFixtures device) {
    devices().noteContact().connected(ID, Trigger.HANDSHAKE, "a", Optional.empty());
    return hello(device.hello());
  }

  HelloAnswer hello(Hello hello) {
    return ((HelloReply.Answered) reply(hello)).answer();
  }

  HelloReply reply(Hello hello) {
    devices().noteContact().heard(ID, "a");
    return now(devices().receiveHello().receive(ID, hello));
  }

  static ShortHello shortOf(DeviceFixtures device) {
    return new ShortHello(device.hello().digest(), device.flags());
  }

  StatusVerdict status(Offer offer, Status.Phase phase) {
    return status(offer, phase, Optional.empty());
  }

  StatusVerdict failed(Offer offer, RefusalReason reason) {
    return status(offer, Status.Phase.FAILED, Optional.of(reason));
  }

  private StatusVerdict status(Offer offer, Status.Phase phase, Optional<RefusalReason> reason) {
    ReportId id = new ReportId(1, ++reports);
    return now(
        devices()
            .recordStatus()
            .record(ID, new Status(id, offer.commandId(), phase, reason, 0, Optional.empty())));
  }

  EventReply event(String name, String data) {
    DeviceEvent event = new DeviceEvent(new ReportId(1, ++reports), data);
    return now(devices().recordEvent().record(ID, name, event));
  }

  DeviceView view() {
    try {
      return operators().findDevice().explain(operators().findDevice().named(ID.hex()));
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  /** Names and data of the events so far, those of uploads and releases left out. */
  List<String> told() {
    return store.events(0, 1000).stream()
        .map(StoredEvent::event)
        .filter(e -> e.device().isPresent())
        .map(e -> e.name() + "=" + e.data())
        .toList();
  }

  /** What a stage has come to: nothing here works on another thread. */
  static <T> T now(CompletionStage<T> stage) {
    CompletableFuture<T> future = stage.toCompletableFuture();
    if (!future.isDone()) {
      throw new AssertionError("still under way");
    }
    return future.join();
  }

  static Flags flags(boolean enabled) {
    return Flags.DEFAULT.with(Flags.UPDATES_ENABLED, enabled);
  }
}
