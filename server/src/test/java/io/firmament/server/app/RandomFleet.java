package io.firmament.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.message.Cancel;
import io.firmament.protocol.message.DeviceEvent;
import io.firmament.protocol.message.Flags;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.ReportId;
import io.firmament.protocol.message.Status;
import io.firmament.protocol.message.UpdateOutcome;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.server.device.DeviceFixtures;
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
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A server in memory and many simulated devices, which do what devices do, by a seed. */
final class RandomFleet extends UnreachableLink {
  static final int VERSIONS = 6;
  private static final Caller ME = new Caller("me");

  final Random random;
  final MemoryStateStore store = new MemoryStateStore();
  private final MemoryBlobStore blobs = new MemoryBlobStore();
  private final Deque<Runnable> work = new ArrayDeque<>();
  final List<Device> devices = new ArrayList<>();
  private final Map<DeviceId, Device> byId = new HashMap<>();
  private final Map<Digest, Firmware> byManifest = new HashMap<>();
  final RandomRules rules = new RandomRules();

  /** What has been offered, until a test forgets it; and how much in all. */
  final List<Offered> offered = new ArrayList<>();

  long offers;
  Instant now = Instant.parse("2026-03-01T00:00:00Z");
  UseCases server;

  /** An offer as a device got it. */
  record Offered(DeviceId device, int version, long bytes) {}

  /** A device. */
  static final class Device {
    final int number;
    final DeviceId id;
    final boolean small;
    DeviceFixtures says;
    boolean online;
    boolean enabled = true;
    Optional<Offer> running = Optional.empty();
    int to;
    private long reports;

    private Device(int number, DeviceFixtures says, boolean small) {
      this.number = number;
      this.id = new DeviceId(String.format(Locale.ROOT, "%024x", number));
      this.says = says;
      this.small = small;
    }

    int version() {
      return says.version().number();
    }

    private ReportId report() {
      return new ReportId(says.bootCount(), ++reports);
    }
  }

  RandomFleet(long seed, int size) throws RefusedException, IOException {
    this.random = new Random(seed);
    start();
    server
        .operators()
        .registerProduct()
        .register(
            new NewProduct("Node", DeviceFixtures.PLATFORM, Optional.of(DeviceFixtures.PRODUCT)),
            ME);
    for (int version = 1; version <= VERSIONS; version++) {
      upload(version);
    }
    workOff();
    for (int number = 1; number <= size; number++) {
      add(number);
    }
  }

  private void start() {
    work.clear();
    server =
        UseCases.assemble(
            new Ports(
                store,
                blobs,
                manifest -> manifest.toString().getBytes(StandardCharsets.UTF_8),
                this,
                new ManualMeter(),
                () -> now,
                new SecureRandom(),
                work::add,
                work::add));
  }

  private void upload(int version) throws RefusedException, IOException {
    byte[] content =
        ("version " + version + ";").repeat(50 + 13 * version).getBytes(StandardCharsets.UTF_8);
    Firmware firmware =
        server
            .operators()
            .uploadFirmware()
            .upload(
                new NewFirmware(
                    DeviceFixtures.PRODUCT, Optional.of(new FirmwareVersion(version)), "", ""),
                new ByteArrayInputStream(content),
                ME);
    byManifest.put(firmware.manifest().digest(), firmware);
  }

  private Digest image(int version) {
    return byManifest.values().stream()
        .filter(f -> f.version().number() == version)
        .findFirst()
        .orElseThrow()
        .image();
  }

  private void add(int number) throws RefusedException {
    boolean small = random.nextInt(20) == 0;
    int version = 1 + random.nextInt(2);
    DeviceFixtures says = DeviceFixtures.fresh().running(version, image(version));
    Device device = new Device(number, small ? says.withSlot(100) : says, small);
    devices.add(device);
    byId.put(device.id, device);
    rules.add(device.id);
    server
        .operators()
        .registerDevice()
        .register(
            new NewDevice(
                device.id,
                DeviceFixtures.PRODUCT,
                Optional.empty(),
                Optional.of(new NewCredential.SharedKey(ServerFixture.PSK))),
            ME);
    contact(device);
    if (random.nextBoolean()) {
      leave(device);
    }
  }

  void workOff() {
    while (!work.isEmpty()) {
      work.remove().run();
    }
  }

  Device any() {
    return devices.get(random.nextInt(devices.size()));
  }

  /** A handshake and a full hello. */
  void contact(Device device) {
    server
        .devices()
        .noteContact()
        .connected(device.id, Trigger.HANDSHAKE, "a" + device.number, Optional.empty());
    device.online = true;
    HelloReply reply =
        ServerFixture.now(server.devices().receiveHello().receive(device.id, device.says.hello()));
    if (reply instanceof HelloReply.Answered answered
        && answered.answer() instanceof HelloAnswer.Update update) {
      take(device, update.offer());
    }
    workOff();
  }

  void leave(Device device) {
    device.online = false;
    server.devices().noteContact().lost(device.id);
    workOff();
  }

  /** The device's application allows updates, or does not, and says so. */
  void enable(Device device, boolean on) {
    device.enabled = on;
    device.says = device.says.withFlags(Flags.DEFAULT.with(Flags.UPDATES_ENABLED, on));
    DeviceEvent event = new DeviceEvent(device.report(), Boolean.toString(on));
    ServerFixture.now(
        server.devices().recordEvent().record(device.id, EventNames.UPDATES_ENABLED, event));
    workOff();
  }

  void restart() {
    start();
    devices.forEach(d -> d.online = false);
  }

  /** What DEV1, PRD4 and the rules say of every offer that reaches a device. */
  private void take(Device device, Offer offer) {
    Firmware firmware = byManifest.get(offer.manifest());
    int version = firmware.version().number();
    assertThat(device.enabled).as("%s permits updates", device.id).isTrue();
    assertThat(device.small).as("%s has a slot that is too small", device.id).isFalse();
    assertThat(rules.target(device.id, device.version()))
        .as("what the rules chose for %s", device.id)
        .contains(version);
    assertThat(offer.downgrade()).isEqualTo(version < device.version());
    long bytes = offer.components().get(0).representations().get(0).encodedSize();
    offered.add(new Offered(device.id, version, bytes));
    offers++;
    device.running = Optional.of(offer);
    device.to = version;
  }

  /** The device goes on with what it was offered: by a step, to a good or to a bad end. */
  void work(Device device) {
    if (device.running.isEmpty() || !device.online) {
      return;
    }
    status(device, Status.Phase.STARTED, Optional.empty());
    switch (random.nextInt(6)) {
      case 0 -> {
        // It takes its time.
      }
      case 1 -> fail(device, RefusalReason.STORAGE);
      case 2 -> rollBack(device);
      default -> finish(device);
    }
    workOff();
  }

  void finish(Device device) {
    int to = device.to;
    status(device, Status.Phase.REBOOTING, Optional.empty());
    device.running = Optional.empty();
    device.enabled = true;
    device.says = device.says.running(to, image(to)).withFlags(Flags.DEFAULT).booted();
    contact(device);
  }

  private void rollBack(Device device) {
    Offer offer = device.running.orElseThrow();
    status(device, Status.Phase.REBOOTING, Optional.empty());
    device.running = Optional.empty();
    device.enabled = true;
    device.says =
        device
            .says
            .withFlags(Flags.DEFAULT)
            .booted()
            .outcome(
                new UpdateOutcome(
                    offer.commandId(),
                    UpdateOutcome.Result.ROLLED_BACK,
                    Optional.of(RefusalReason.SELF_TEST),
                    image(device.to)));
    contact(device);
  }

  private void fail(Device device, RefusalReason reason) {
    status(device, Status.Phase.FAILED, Optional.of(reason));
    device.running = Optional.empty();
  }

  private void status(Device device, Status.Phase phase, Optional<RefusalReason> reason) {
    ServerFixture.now(
        server
            .devices()
            .recordStatus()
            .record(
                device.id,
                new Status(
                    device.report(),
                    device.running.orElseThrow().commandId(),
                    phase,
                    reason,
                    0,
                    Optional.empty())));
  }

  DeviceView view(Device device) {
    try {
      FindDevice find = server.operators().findDevice();
      return find.explain(find.named(device.id.hex()));
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public CompletionStage<OfferReply> offer(DeviceId device, Offer offer) {
    Device to = byId.get(device);
    if (!to.online) {
      return unreachable(device);
    }
    take(to, offer);
    return CompletableFuture.completedStage(new OfferReply.Accepted());
  }

  @Override
  public CompletionStage<Void> cancel(DeviceId device, Cancel cancel) {
    Device to = byId.get(device);
    if (!to.online) {
      return unreachable(device);
    }
    if (to.running.filter(o -> o.commandId() == cancel.commandId()).isPresent()) {
      to.running = Optional.empty();
    }
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<Void> pending(DeviceId device, boolean on) {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void disconnect(DeviceId device) {
    byId.get(device).online = false;
  }
}
