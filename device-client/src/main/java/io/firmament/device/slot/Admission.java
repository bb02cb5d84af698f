package io.firmament.device.slot;

import io.firmament.device.core.StorageFailedException;
import io.firmament.device.core.UpdateOrder;
import io.firmament.device.core.UpdateRefusedException;
import io.firmament.device.core.UpdateRefusedException.Cause;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** Whether an update may begin, and into which slot it goes. Changes nothing. */
final class Admission {
  /** How much larger than its image an encoded image may be. */
  private static final long ENCODING_OVERHEAD_BYTES = 1024;

  /** What the state, the journal and the directory itself need beside the images. */
  private static final long RESERVE_BYTES = 256 * 1024;

  private final SlotFiles files;
  private final SlotOptions options;

  Admission(SlotFiles files, SlotOptions options) {
    this.files = files;
    this.options = options;
  }

  /** The slot for an update: neither the running nor the confirmed one. */
  Slot admit(UpdateOrder order, StoreState state, Optional<Slot> running)
      throws UpdateRefusedException {
    requireSizes(order);
    Optional<StagedRecord> staged = state.staged();
    if (staged.filter(StagedRecord::trialled).isPresent()) {
      throw new UpdateRefusedException(
          Cause.NO_FREE_SLOT, "expected a free slot, but an image is on trial");
    }
    if (staged.filter(s -> s.at().facts().equals(order.image().facts())).isPresent()) {
      throw new UpdateRefusedException(
          Cause.ALREADY_STAGED, "this very image is staged: a reset applies it");
    }
    return free(state, running)
        .orElseThrow(
            () ->
                new UpdateRefusedException(
                    Cause.NO_FREE_SLOT,
                    "expected a free slot, but the running image has been given up: reset first"));
  }

  /** The slot that neither runs nor is confirmed, if there is one. */
  Optional<Slot> free(StoreState state, Optional<Slot> running) {
    StoreState confirmedOnly = state.with(Optional.<StagedRecord>empty());
    return Arrays.stream(Slot.values())
        .filter(slot -> !confirmedOnly.uses(slot))
        .filter(slot -> !running.equals(Optional.of(slot)))
        .findFirst();
  }

  /** Requires room for the encoded octets and the image, counting what the slot will give back. */
  void requireSpace(UpdateOrder order, Slot slot)
      throws StorageFailedException, UpdateRefusedException {
    long needed = order.encoded().sizeBytes() + order.image().facts().sizeBytes() + RESERVE_BYTES;
    long available = Storing.storing("look for free space", () -> availableBytes(slot));
    if (available < needed) {
      throw new UpdateRefusedException(
          Cause.NO_SPACE, "expected " + needed + " free octets, found " + available);
    }
  }

  private long availableBytes(Slot slot) throws IOException {
    long available = files.usableBytes() + files.size(FileNames.PART).orElse(0);
    for (String name : SlotImages.names(slot)) {
      available += files.size(name).orElse(0);
    }
    return available;
  }

  private void requireSizes(UpdateOrder order) throws UpdateRefusedException {
    long limit = options.slotSizeBytes(order.image().facts().module());
    long image = order.image().facts().sizeBytes();
    long encoded = order.encoded().sizeBytes();
    if (limit == 0) {
      throw new UpdateRefusedException(
          Cause.NO_SUCH_MODULE, "expected an application, got " + order.image().facts().module());
    }
    if (image > limit) {
      throw new UpdateRefusedException(
          Cause.IMAGE_TOO_LARGE, "expected at most " + limit + " octets, got " + image);
    }
    if (encoded > image + ENCODING_OVERHEAD_BYTES) {
      throw new UpdateRefusedException(
          Cause.ENCODED_TOO_LARGE,
          "expected at most " + (image + ENCODING_OVERHEAD_BYTES) + " octets, got " + encoded);
    }
  }
}
