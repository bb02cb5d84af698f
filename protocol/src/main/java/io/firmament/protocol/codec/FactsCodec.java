package io.firmament.protocol.codec;

import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.message.CodingCapability;
import io.firmament.protocol.message.Controls;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.InstalledModule;
import io.firmament.protocol.message.ModuleState;
import io.firmament.protocol.message.SecurityFloor;
import io.firmament.protocol.message.SlotSize;
import io.firmament.protocol.message.UpdateOutcome;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import java.util.Optional;

/** The stable part of a full hello. */
final class FactsCodec {
  private static final int PROTOCOL = 3;
  private static final int PRODUCT = 4;
  private static final int PLATFORM = 5;
  private static final int MODULES = 6;
  private static final int BOOT_COUNT = 7;
  private static final int BOOT_REASON = 8;
  private static final int OUTCOME = 9;
  private static final int FLOORS = 10;
  private static final int CODINGS = 11;
  private static final int SLOTS = 12;
  private static final int BLOCK_SIZE = 13;
  private static final int WINDOW = 14;
  private static final int ROOT = 15;
  private static final int LACKING = 20;
  private static final int MAX_MODULES = 32;
  private static final int MAX_WINDOW = 1024;
  private static final WireEnum<BootReason> BOOT_REASONS =
      WireEnum.of("boot reason", BootReason.values(), BootReason::wire);
  private static final WireEnum<ModuleState> MODULE_STATES =
      WireEnum.of("module state", ModuleState.values(), ModuleState::wire);
  private static final WireEnum<UpdateOutcome.Result> RESULTS =
      WireEnum.of("result", UpdateOutcome.Result.values(), UpdateOutcome.Result::wire);

  private FactsCodec() {}

  static Cbor.MapBuilder put(Cbor.MapBuilder map, FullHello.Facts facts) {
    return map.put(PROTOCOL, facts.protocol())
        .put(PRODUCT, facts.product().number())
        .put(PLATFORM, facts.platform().number())
        .put(MODULES, Cbor.array(facts.modules(), FactsCodec::encode))
        .put(BOOT_COUNT, facts.bootCount())
        .put(BOOT_REASON, facts.bootReason().wire())
        .putIf(OUTCOME, facts.outcome(), FactsCodec::encode)
        .putIf(FLOORS, facts.floors(), FactsCodec::encode)
        .put(CODINGS, Cbor.array(facts.codings(), FactsCodec::encode))
        .put(SLOTS, Cbor.array(facts.slots(), FactsCodec::encode))
        .put(BLOCK_SIZE, facts.blockSize())
        .put(WINDOW, facts.window())
        .putIf(ROOT, facts.root(), Cbor::uint)
        .putIf(LACKING, lacking(facts.controls()), Cbor::uint);
  }

  static FullHello.Facts read(Fields fields) throws DecodeException {
    return new FullHello.Facts(
        (int) fields.uint(PROTOCOL, "protocol", 1, 0xFFFF),
        new ProductId(fields.uint(PRODUCT, "product", 1, ProductId.MAX)),
        new PlatformId((int) fields.uint(PLATFORM, "platform", 0, 0xFFFF)),
        fields.array(MODULES, "modules", 0, MAX_MODULES, FactsCodec::module),
        fields.uint(BOOT_COUNT, "boot count", 0, Fields.UINT32),
        fields.value(BOOT_REASON, "boot reason", BOOT_REASONS::read),
        fields.optional(OUTCOME, FactsCodec::outcome),
        fields.optionalArray(FLOORS, "floors", MAX_MODULES, FactsCodec::floor),
        fields.array(CODINGS, "codings", 1, MAX_MODULES, FactsCodec::coding),
        fields.array(SLOTS, "slots", 1, MAX_MODULES, FactsCodec::slot),
        blockSize(fields),
        (int) fields.uint(WINDOW, "window", 1, MAX_WINDOW),
        fields.optionalUint(ROOT, "root", 1, Fields.UINT32),
        new Controls(
            fields
                .optionalUint(LACKING, "lacking controls", 1, Controls.MOST)
                .map(Long::intValue)
                .orElse(0)));
  }

  /** Most devices lack nothing, and say so with no octet at all. */
  private static Optional<Long> lacking(Controls controls) {
    return Optional.of((long) controls.lacking()).filter(bits -> bits > 0);
  }

  /** RFC 7959 section 2.2: a power of two from 16 to 1024. */
  private static int blockSize(Fields fields) throws DecodeException {
    long size = fields.uint(BLOCK_SIZE, "block size", 16, 1024);
    if (Long.bitCount(size) != 1) {
      throw new DecodeException("block size", fields.offset(), "a power of two", size + "");
    }
    return (int) size;
  }

  private static Cbor encode(InstalledModule module) {
    return ModuleCodec.put(Cbor.map(), module.name())
        .put(4, module.version().number())
        .put(5, Cbor.bytes(module.image().octets()))
        .put(6, module.state().wire())
        .putIf(7, module.unmet(), ModuleCodec::encode)
        .build();
  }

  private static InstalledModule module(Cbor item) throws DecodeException {
    Fields fields = Fields.of("module", item);
    InstalledModule module =
        new InstalledModule(
            ModuleCodec.name(fields),
            ModuleCodec.version(fields, 4),
            fields.digest(5, "image digest"),
            fields.value(6, "module state", MODULE_STATES::read),
            fields.optionalArray(7, "unmet", MAX_MODULES, ModuleCodec::requirement));
    fields.end();
    return module;
  }

  private static Cbor encode(UpdateOutcome outcome) {
    return Cbor.map()
        .put(1, outcome.commandId())
        .put(2, outcome.result().wire())
        .putIf(3, outcome.reason(), reason -> Cbor.uint(reason.wire()))
        .put(4, Cbor.bytes(outcome.image().octets()))
        .build();
  }

  private static UpdateOutcome outcome(Cbor item) throws DecodeException {
    Fields fields = Fields.of("outcome", item);
    UpdateOutcome outcome =
        new UpdateOutcome(
            fields.uint(1, "command id", 0, Fields.UINT32),
            fields.value(2, "result", RESULTS::read),
            fields.optional(3, CommandCodec.REASONS::read),
            fields.digest(4, "image digest"));
    fields.end();
    return outcome;
  }

  private static Cbor encode(SecurityFloor floor) {
    return ModuleCodec.put(Cbor.map(), floor.module()).put(4, floor.floor()).build();
  }

  private static SecurityFloor floor(Cbor item) throws DecodeException {
    Fields fields = Fields.of("floor", item);
    SecurityFloor floor =
        new SecurityFloor(ModuleCodec.name(fields), fields.uint(4, "floor", 1, Fields.UINT32));
    fields.end();
    return floor;
  }

  private static Cbor encode(CodingCapability coding) {
    return Cbor.map().put(1, coding.wire()).put(2, coding.memoryBytes()).build();
  }

  private static CodingCapability coding(Cbor item) throws DecodeException {
    Fields fields = Fields.of("coding", item);
    CodingCapability coding =
        new CodingCapability(
            (int) fields.uint(1, "coding", 0, 0xFFFF), fields.uint(2, "memory", 0, Fields.UINT32));
    fields.end();
    return coding;
  }

  private static Cbor encode(SlotSize slot) {
    return Cbor.map().put(1, slot.kind().wire()).put(2, slot.bytes()).build();
  }

  private static SlotSize slot(Cbor item) throws DecodeException {
    Fields fields = Fields.of("slot", item);
    SlotSize slot =
        new SlotSize(ModuleCodec.kind(fields), fields.uint(2, "slot size", 0, Fields.UINT32));
    fields.end();
    return slot;
  }
}
