package io.firmament.protocol.codec;

import io.firmament.protocol.manifest.Manifest;
import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.message.Cancel;
import io.firmament.protocol.message.CodingCapability;
import io.firmament.protocol.message.Controls;
import io.firmament.protocol.message.DeviceEvent;
import io.firmament.protocol.message.EndSession;
import io.firmament.protocol.message.Flags;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.Goodbye;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.InstalledModule;
import io.firmament.protocol.message.LargeHello;
import io.firmament.protocol.message.LinkHint;
import io.firmament.protocol.message.ModuleState;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.PartialBlob;
import io.firmament.protocol.message.Refusal;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.ReportId;
import io.firmament.protocol.message.Representation;
import io.firmament.protocol.message.Reset;
import io.firmament.protocol.message.SecurityFloor;
import io.firmament.protocol.message.ShortHello;
import io.firmament.protocol.message.SlotSize;
import io.firmament.protocol.message.Status;
import io.firmament.protocol.message.StatusAnswer;
import io.firmament.protocol.message.StatusVerdict;
import io.firmament.protocol.message.UpdateOutcome;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleKind;
import io.firmament.protocol.value.ModuleName;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import io.firmament.protocol.value.Requirement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Seeded messages of every kind, within all that the protocol allows. */
public final class Messages {
  private final Random random;

  /** Messages from a seed. */
  public Messages(long seed) {
    this.random = new Random(seed);
  }

  ShortHello shortHello() {
    return new ShortHello(HelloCodec.digest(facts()), flags());
  }

  LargeHello largeHello() {
    return new LargeHello(HelloCodec.digest(facts()), flags());
  }

  FullHello fullHello() {
    return HelloCodec.full(flags(), facts(), vitals());
  }

  Flags flags() {
    return new Flags(random.nextInt(64));
  }

  FullHello.Facts facts() {
    return new FullHello.Facts(
        1 + random.nextInt(3),
        new ProductId(1 + random.nextInt(70_000)),
        new PlatformId(random.nextInt(65_536)),
        some(4, this::module),
        uint32(),
        pick(BootReason.values()),
        maybe(this::outcome),
        some(3, () -> new SecurityFloor(moduleName(), 1 + random.nextInt(300))),
        atLeastOne(4, () -> new CodingCapability(random.nextInt(300), uint32())),
        atLeastOne(3, () -> new SlotSize(pick(ModuleKind.values()), uint32())),
        16 << random.nextInt(7),
        1 + random.nextInt(1024),
        maybe(() -> 1 + uint32() / 2),
        new Controls(random.nextBoolean() ? 0 : random.nextInt(64)));
  }

  Offer offer() {
    return new Offer(
        1 + random.nextInt(1_000_000),
        digest(),
        1 + random.nextInt(8192),
        random.nextBoolean(),
        random.nextBoolean(),
        maybe(this::time),
        atLeastOne(
            3,
            () ->
                new Offer.OfferedComponent(
                    random.nextInt(32), atLeastOne(3, this::representation))));
  }

  HelloAnswer answer() {
    return switch (random.nextInt(5)) {
      case 0 -> new HelloAnswer.Nothing();
      case 1 -> new HelloAnswer.SendFull();
      case 2 -> new HelloAnswer.Wait(1 + random.nextInt(100_000));
      case 3 -> new HelloAnswer.NewRoot(1 + random.nextInt(100_000), maybe(this::offer));
      default -> new HelloAnswer.Update(offer());
    };
  }

  Refusal refusal() {
    return new Refusal(pick(RefusalReason.values()));
  }

  Status status() {
    return new Status(
        reportId(),
        uint32(),
        pick(Status.Phase.values()),
        maybe(() -> pick(RefusalReason.values())),
        uint32(),
        maybe(() -> new Status.Progress(uint32(), 1 + random.nextInt(65_536))));
  }

  StatusAnswer statusAnswer() {
    return new StatusAnswer(pick(StatusVerdict.values()));
  }

  DeviceEvent event() {
    return new DeviceEvent(reportId(), "x".repeat(random.nextInt(300)) + "é€");
  }

  Goodbye goodbye() {
    return new Goodbye(reportId(), pick(Goodbye.Why.values()), uint32());
  }

  Cancel cancel() {
    return new Cancel(1 + random.nextInt(1_000_000));
  }

  Reset reset() {
    return new Reset(1 + random.nextInt(1_000_000), pick(Reset.Kind.values()));
  }

  EndSession endSession() {
    return new EndSession(1 + random.nextInt(1_000_000));
  }

  Manifest manifest() {
    return new Manifest(
        new ProductId(1 + random.nextInt(70_000)),
        new PlatformId(random.nextInt(65_536)),
        time(),
        maybe(this::time),
        maybe(() -> new DeviceId(digest().hex().substring(0, DeviceId.DIGITS))),
        atLeastOne(5, this::component));
  }

  Instant time() {
    return Instant.ofEpochSecond(uint32());
  }

  private Manifest.Component component() {
    return new Manifest.Component(
        moduleName(),
        version(),
        1 + random.nextInt(64 << 20),
        digest(),
        random.nextInt(3),
        some(3, this::requirement),
        random.nextBoolean());
  }

  private FullHello.Vitals vitals() {
    return new FullHello.Vitals(
        maybe(() -> random.nextInt(101)),
        maybe(() -> new LinkHint(random.nextLong() >>> 1, uint32())),
        some(3, () -> new PartialBlob(digest(), uint32())));
  }

  private InstalledModule module() {
    return new InstalledModule(
        moduleName(), version(), digest(), pick(ModuleState.values()), some(2, this::requirement));
  }

  private UpdateOutcome outcome() {
    return new UpdateOutcome(
        uint32(),
        pick(UpdateOutcome.Result.values()),
        maybe(() -> pick(RefusalReason.values())),
        digest());
  }

  private Representation representation() {
    return new Representation(
        random.nextInt(300), maybe(this::digest), 1 + random.nextInt(64 << 20), digest());
  }

  private Requirement requirement() {
    return new Requirement(moduleName(), version());
  }

  private ReportId reportId() {
    return new ReportId(uint32(), 1 + random.nextInt(1_000_000));
  }

  private ModuleName moduleName() {
    ModuleKind kind = pick(ModuleKind.values());
    return kind == ModuleKind.ASSET
        ? ModuleName.asset("asset-" + random.nextInt(1000))
        : ModuleName.of(kind, random.nextInt(256));
  }

  private FirmwareVersion version() {
    return new FirmwareVersion(random.nextInt(65_536));
  }

  private Digest digest() {
    byte[] octets = new byte[Digest.BYTES];
    random.nextBytes(octets);
    return Digest.ofOctets(octets);
  }

  /** Numbers of every length of head. */
  private long uint32() {
    return random.nextInt() >>> random.nextInt(32) & 0xFFFF_FFFFL;
  }

  private <T> T pick(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private <T> Optional<T> maybe(Supplier<T> value) {
    return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
  }

  private <T> List<T> some(int most, Supplier<T> value) {
    return IntStream.range(0, random.nextInt(most + 1)).mapToObj(i -> value.get()).toList();
  }

  private <T> List<T> atLeastOne(int most, Supplier<T> value) {
    return IntStream.rangeClosed(0, random.nextInt(most)).mapToObj(i -> value.get()).toList();
  }
}
