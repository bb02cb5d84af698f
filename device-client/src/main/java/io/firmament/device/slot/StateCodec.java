package io.firmament.device.slot;

import io.firmament.device.core.CommandAnswer;
import io.firmament.device.core.SecurityFloors;
import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.UpdateOutcome;
import io.firmament.protocol.value.ModuleName;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A generation of the state ↔ octets: magic, format, generation, state, CRC-32C. */
final class StateCodec {
  private static final int MAGIC = 0x464D5354; // FMST
  private static final int FORMAT = 1;

  private StateCodec() {}

  /**
   * A generation of the state.
   *
   * @param number its number, from 1; the highest sound one counts
   * @param state the state
   */
  record Generation(long number, StoreState state) {}

  static byte[] encode(Generation generation) {
    StoreState state = generation.state();
    RecordOutput out = new RecordOutput().i32(MAGIC).i32(FORMAT).i64(generation.number());
    history(out, state.history());
    out.i32(state.confirmed().size());
    state.confirmed().values().forEach(record -> slot(out, record));
    out.flag(state.staged().isPresent());
    state.staged().ifPresent(record -> staged(out, record));
    floors(out, state.floors());
    out.flag(state.outcome().isPresent());
    state.outcome().ifPresent(outcome -> outcome(out, outcome));
    out.flag(state.command().isPresent());
    state.command().ifPresent(answer -> out.i64(answer.commandId()).block(answer.octets()));
    return out.sealed(MAGIC);
  }

  static Generation decode(byte[] octets) throws DamagedRecordException {
    int end = octets.length - Integer.BYTES;
    if (end < 0) {
      throw new DamagedRecordException("expected a state, found " + octets.length + " octets");
    }
    byte[] body = Arrays.copyOf(octets, end);
    int stored = new RecordInput(Arrays.copyOfRange(octets, end, octets.length)).i32();
    int actual = RecordOutput.crc(MAGIC, body);
    if (stored != actual) {
      throw new DamagedRecordException(
          String.format("expected CRC-32C %08x, found %08x", actual, stored));
    }
    return RecordInput.whole(body, StateCodec::generation);
  }

  private static Generation generation(RecordInput in) throws DamagedRecordException {
    int magic = in.i32();
    int format = in.i32();
    if (magic != MAGIC || format != FORMAT) {
      throw new DamagedRecordException(
          String.format("expected state format %d, found %d (magic %08x)", FORMAT, format, magic));
    }
    return new Generation(in.i64(), state(in));
  }

  private static StoreState state(RecordInput in) throws DamagedRecordException {
    return new StoreState(
        history(in),
        confirmed(in),
        optional(in, StateCodec::staged),
        floors(in),
        optional(in, StateCodec::outcome),
        optional(in, answer -> new CommandAnswer(answer.i64(), answer.block())));
  }

  private static void history(RecordOutput out, StoreState.History history) {
    out.i64(history.bootCount())
        .flag(history.lost())
        .flag(history.safeModeAsked())
        .name(history.announced());
  }

  private static StoreState.History history(RecordInput in) {
    return new StoreState.History(in.i64(), in.flag(), in.flag(), in.name(BootReason.class));
  }

  private static Map<ModuleName, SlotRecord> confirmed(RecordInput in) {
    Map<ModuleName, SlotRecord> images = new HashMap<>();
    for (int left = in.i32(); left > 0; left--) {
      SlotRecord record = slot(in);
      images.put(record.facts().module(), record);
    }
    return images;
  }

  private static void slot(RecordOutput out, SlotRecord record) {
    out.text(record.slot().name())
        .facts(record.facts())
        .digest(record.manifest())
        .u8(record.component());
  }

  private static SlotRecord slot(RecordInput in) {
    return new SlotRecord(Slot.valueOf(in.text()), in.facts(), in.digest(), in.u8());
  }

  private static void staged(RecordOutput out, StagedRecord record) {
    slot(out, record.at());
    out.i64(record.commandId())
        .i32(record.attemptsLeft())
        .flag(record.trialled())
        .instant(record.since());
  }

  private static StagedRecord staged(RecordInput in) {
    return new StagedRecord(slot(in), in.i64(), in.i32(), in.flag(), in.instant());
  }

  private static void floors(RecordOutput out, SecurityFloors floors) {
    out.instant(floors.issued()).i32(floors.security().size());
    floors.security().forEach((module, floor) -> out.module(module).i64(floor));
  }

  private static SecurityFloors floors(RecordInput in) {
    java.time.Instant issued = in.instant();
    Map<ModuleName, Long> security = new HashMap<>();
    for (int left = in.i32(); left > 0; left--) {
      security.put(in.module(), in.i64());
    }
    return new SecurityFloors(security, issued);
  }

  private static void outcome(RecordOutput out, UpdateOutcome outcome) {
    out.i64(outcome.commandId())
        .text(outcome.result().name())
        .name(outcome.reason())
        .digest(outcome.image());
  }

  private static UpdateOutcome outcome(RecordInput in) {
    return new UpdateOutcome(
        in.i64(),
        UpdateOutcome.Result.valueOf(in.text()),
        in.name(RefusalReason.class),
        in.digest());
  }

  private static <T> Optional<T> optional(RecordInput in, RecordInput.Format<T> format)
      throws DamagedRecordException {
    return in.flag() ? Optional.of(format.read(in)) : Optional.empty();
  }
}
