package io.firmament.device.slot;

import static io.firmament.device.slot.Storing.doing;
import static io.firmament.device.slot.Storing.storing;

import io.firmament.device.core.ImageDecoder;
import io.firmament.device.core.KeptTransfer;
import io.firmament.device.core.StageVerdict;
import io.firmament.device.core.StorageFailedException;
import io.firmament.device.core.UpdateOrder;
import io.firmament.device.core.UpdateRefusedException;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.value.ByteRange;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What comes in during one boot: the update that is received, until it is staged or given up. */
final class Intake {
  private final SlotFiles files;
  private final SlotOptions options;
  private final SlotImages images;
  private final StateFiles state;
  private final Admission admission;
  private final Optional<Slot> running;
  private Optional<Transfer> transfer;

  /**
   * @param running the slot that runs; empty in safe mode
   * @param kept what an earlier boot received
   */
  Intake(
      SlotFiles files,
      SlotOptions options,
      SlotImages images,
      StateFiles state,
      Optional<Slot> running,
      Optional<Transfer> kept) {
    this.files = files;
    this.options = options;
    this.images = images;
    this.state = state;
    this.admission = new Admission(files, options);
    this.running = running;
    this.transfer = kept;
  }

  /** As {@link io.firmament.device.core.SlotStore#beginUpdate}. */
  void begin(UpdateOrder order) throws StorageFailedException, UpdateRefusedException {
    Slot slot = admission.admit(order, state.current(), running);
    Optional<Transfer> here =
        transfer.filter(kept -> kept.order().encoded().equals(order.encoded()));
    if (here.isEmpty()) {
      admission.requireSpace(order, slot);
    }
    doing(
        "begin an update",
        () -> {
          if (state.current().staged().isPresent()) {
            state.commit(state.current().with(Optional.<StagedRecord>empty()));
          }
          state.release(slot);
          transfer = Optional.of(here.isEmpty() ? fresh(order, slot) : resumed(here.get(), order));
        });
  }

  private Transfer fresh(UpdateOrder order, Slot slot) throws IOException {
    transfer = Optional.empty();
    images.clear(slot);
    return Transfer.begin(files, order);
  }

  private static Transfer resumed(Transfer kept, UpdateOrder order) throws IOException {
    return kept.order().equals(order) ? kept : kept.under(order);
  }

  Optional<KeptTransfer> kept() {
    return transfer.map(Transfer::kept);
  }

  List<ByteRange> missing() {
    return requireTransfer().missing();
  }

  void write(long offsetBytes, byte[] block) throws StorageFailedException {
    Transfer receiving = requireTransfer();
    doing("store a received block", () -> receiving.write(offsetBytes, block));
  }

  void checkpoint() throws StorageFailedException {
    if (transfer.isPresent()) {
      doing("force what was received", transfer.get()::checkpoint);
    }
  }

  /** As {@link io.firmament.device.core.SlotStore#stage}. */
  StageVerdict stage(ImageDecoder decoder, Instant now) throws StorageFailedException {
    Transfer complete = requireTransfer();
    if (!complete.missing().isEmpty()) {
      throw new IllegalStateException("octets are missing: " + complete.missing());
    }
    Slot slot =
        admission
            .free(state.current(), running)
            .filter(free -> !state.current().uses(free))
            .orElseThrow(() -> new IllegalStateException("no slot is free: nothing is staged"));
    return storing("stage an image", () -> stage(complete, decoder, slot, now));
  }

  private StageVerdict stage(Transfer complete, ImageDecoder decoder, Slot slot, Instant now)
      throws IOException {
    complete.checkpoint();
    state.release(slot);
    UpdateOrder order = complete.order();
    try {
      SlotRecord filled = new Staging(files, images, decoder).fill(slot, order);
      StagedRecord staged =
          new StagedRecord(filled, order.commandId(), options.attempts(), false, now);
      state.commit(state.current().with(Optional.of(staged)));
      drop();
      return StageVerdict.staged();
    } catch (ImageRefusedException e) {
      state.commit(state.current().failed(order, e.reason()));
      drop();
      images.clear(slot);
      return StageVerdict.refused(e.reason(), e.getMessage());
    }
  }

  /** As {@link io.firmament.device.core.SlotStore#giveUp}. */
  void giveUp(RefusalReason reason) throws StorageFailedException {
    if (transfer.isEmpty()) {
      return;
    }
    UpdateOrder order = transfer.get().order();
    doing(
        "give an update up",
        () -> {
          state.commit(state.current().failed(order, reason));
          drop();
        });
  }

  private void drop() throws IOException {
    transfer = Optional.empty();
    Transfer.drop(files);
  }

  private Transfer requireTransfer() {
    return transfer.orElseThrow(() -> new IllegalStateException("no update is being received"));
  }
}
