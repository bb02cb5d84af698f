package io.firmament.device.slot;

import io.firmament.device.core.EncodedImage;
import io.firmament.device.core.ImageDecoder;
import io.firmament.device.core.UpdateOrder;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.value.Digest;
import java.io.IOException;
import java.io.InputStream;

/** From octets that were received to a verified image in a slot. */
final class Staging {
  private final SlotFiles files;
  private final SlotImages images;
  private final ImageDecoder decoder;

  Staging(SlotFiles files, SlotImages images, ImageDecoder decoder) {
    this.files = files;
    this.images = images;
    this.decoder = decoder;
  }

  /** Checks the encoded octets before the decoder sees one, decodes, and checks the image. */
  SlotRecord fill(Slot slot, UpdateOrder order) throws IOException, ImageRefusedException {
    Digest actual = images.digest(FileNames.PART);
    if (!actual.equals(order.encoded().digest())) {
      throw new ImageRefusedException(
          RefusalReason.ENCODED_DIGEST,
          "expected encoded octets with SHA-256 " + order.encoded().digest() + ", got " + actual);
    }
    try (InputStream encoded = new FileInput(files, FileNames.PART);
        InputStream image = decode(order, encoded)) {
      return images.fill(slot, order.image(), image);
    }
  }

  private InputStream decode(UpdateOrder order, InputStream octets)
      throws FileInput.FileReadException, ImageRefusedException {
    EncodedImage encoded = order.encoded();
    try {
      return decoder.decode(encoded.coding(), octets, order.image().facts().sizeBytes());
    } catch (FileInput.FileReadException e) {
      throw e;
    } catch (IOException e) {
      throw new ImageRefusedException(
          RefusalReason.DECODE_FAILED,
          "expected " + encoded.coding().label() + ", but " + e.getMessage(),
          e);
    }
  }
}
