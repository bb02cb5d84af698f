package io.firmament.server.device;

import io.firmament.protocol.codec.HelloCodec;
import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.message.CodingCapability;
import io.firmament.protocol.message.Flags;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.InstalledModule;
import io.firmament.protocol.message.ModuleState;
import io.firmament.protocol.message.SecurityFloor;
import io.firmament.protocol.message.SlotSize;
import io.firmament.protocol.message.UpdateOutcome;
import io.firmament.protocol.value.Coding;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleKind;
import io.firmament.protocol.value.ModuleName;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A device as tests need it: what it would say in a full hello, changed step by step. */
public record DeviceFixtures(
    ProductId product,
    PlatformId platform,
    FirmwareVersion version,
    Digest image,
    ModuleState state,
    long bootCount,
    Optional<UpdateOutcome> outcome,
    long floor,
    long slotBytes,
    Flags flags) {
  public static final DeviceId ID = new DeviceId("e00fce68000000000000000a");
  public static final ProductId PRODUCT = new ProductId(7);
  public static final PlatformId PLATFORM = new PlatformId(12);

  /** A product device on version 1 after its first boot. */
  public static DeviceFixtures fresh() {
    return new DeviceFixtures(
        PRODUCT,
        PLATFORM,
        new FirmwareVersion(1),
        imageOf(1),
        ModuleState.CONFIRMED,
        1,
        Optional.empty(),
        0,
        1 << 20,
        Flags.DEFAULT);
  }

  /** The digest of the image that tests give a version. */
  public static Digest imageOf(int version) {
    return Digest.of(("image " + version).getBytes(StandardCharsets.UTF_8));
  }

  public DeviceFixtures running(int number, Digest digest) {
    return new DeviceFixtures(
        product,
        platform,
        new FirmwareVersion(number),
        digest,
        state,
        bootCount,
        outcome,
        floor,
        slotBytes,
        flags);
  }

  public DeviceFixtures inState(ModuleState now) {
    return new DeviceFixtures(
        product, platform, version, image, now, bootCount, outcome, floor, slotBytes, flags);
  }

  public DeviceFixtures booted() {
    return new DeviceFixtures(
        product, platform, version, image, state, bootCount + 1, outcome, floor, slotBytes, flags);
  }

  public DeviceFixtures wiped() {
    return new DeviceFixtures(
        product, platform, version, image, state, 1, Optional.empty(), floor, slotBytes, flags);
  }

  public DeviceFixtures outcome(UpdateOutcome now) {
    return new DeviceFixtures(
        product,
        platform,
        version,
        image,
        state,
        bootCount,
        Optional.of(now),
        floor,
        slotBytes,
        flags);
  }

  public DeviceFixtures ofProduct(ProductId other) {
    return new DeviceFixtures(
        other, platform, version, image, state, bootCount, outcome, floor, slotBytes, flags);
  }

  public DeviceFixtures withPlatform(PlatformId other) {
    return new DeviceFixtures(
        product, other, version, image, state, bootCount, outcome, floor, slotBytes, flags);
  }

  public DeviceFixtures withFloor(long other) {
    return new DeviceFixtures(
        product, platform, version, image, state, bootCount, outcome, other, slotBytes, flags);
  }

  public DeviceFixtures withSlot(long bytes) {
    return new DeviceFixtures(
        product, platform, version, image, state, bootCount, outcome, floor, bytes, flags);
  }

  public DeviceFixtures withFlags(Flags other) {
    return new DeviceFixtures(
        product, platform, version, image, state, bootCount, outcome, floor, slotBytes, other);
  }

  /** What it says after a boot. */
  public FullHello hello() {
    FullHello.Facts facts =
        new FullHello.Facts(
            FullHello.PROTOCOL,
            product,
            platform,
            List.of(new InstalledModule(ModuleName.APPLICATION, version, image, state, List.of())),
            bootCount,
            BootReason.POWER,
            outcome,
            floor == 0 ? List.of() : List.of(new SecurityFloor(ModuleName.APPLICATION, floor)),
            List.of(
                new CodingCapability(Coding.IDENTITY.wire(), 0),
                new CodingCapability(Coding.DEFLATE.wire(), 1 << 16)),
            List.of(new SlotSize(ModuleKind.APPLICATION, slotBytes)),
            1024,
            16,
            Optional.empty());
    return HelloCodec.full(flags, facts, FullHello.Vitals.NONE);
  }
}
