package io.firmament.server.app;

import io.firmament.protocol.image.FirmwareImage;
import io.firmament.protocol.image.ImageException;
import io.firmament.protocol.image.ImageFormat;
import io.firmament.protocol.image.ReadImage;
import io.firmament.server.app.FlashReply.Why;
import io.firmament.server.device.Product;
import java.nio.ByteBuffer;

/**
 * Reads a file that is to be flashed. What it is shows in its content, never in its name: clients
 * send whole paths, or made-up names.
 */
final class FlashFile {
  private static final byte[] ZIP = {'P', 'K', 3, 4};

  private FlashFile() {}

  /** What the file holds, if that may go to a device of the product. */
  static FirmwareImage read(byte[] file, Product product) throws FlashRefusedException {
    refuseOthers(file);
    FirmwareImage image = image(file);
    if (image.format() == ImageFormat.RAW && isText(file)) {
      throw new FlashRefusedException(
          Why.SOURCE,
          "the file is text: source code is not compiled here",
          "send a .bin or .zip that was built elsewhere");
    }
    requireMadeFor(product, image);
    return image;
  }

  private static void refuseOthers(byte[] file) throws FlashRefusedException {
    if (file.length > UploadFirmware.MAX_IMAGE_BYTES) {
      throw new FlashRefusedException(
          Why.TOO_LARGE,
          "the file is larger than " + UploadFirmware.MAX_IMAGE_BYTES + " bytes",
          "no device takes an image of that size");
    }
    if (file.length >= ZIP.length && ByteBuffer.wrap(file, 0, 4).equals(ByteBuffer.wrap(ZIP))) {
      throw new FlashRefusedException(
          Why.BUNDLE,
          "the file is a bundle of an application and its assets, which is not taken yet",
          "send the application's .bin alone");
    }
  }

  private static FirmwareImage image(byte[] file) throws FlashRefusedException {
    try {
      return ReadImage.from(ByteBuffer.wrap(file));
    } catch (ImageException e) {
      throw new FlashRefusedException(Why.UNREADABLE, e.getMessage(), e.hint());
    }
  }

  /** Whether a person could have written it: no machine code is without a control character. */
  private static boolean isText(byte[] file) {
    for (byte octet : file) {
      boolean blank = octet == '\n' || octet == '\r' || octet == '\t' || octet == '\f';
      if (octet >= 0 && octet < ' ' && !blank) {
        return false;
      }
    }
    return true;
  }

  private static void requireMadeFor(Product product, FirmwareImage image)
      throws FlashRefusedException {
    if (image.platform().filter(p -> !p.equals(product.platform())).isPresent()) {
      throw new FlashRefusedException(
          Why.WRONG_PLATFORM,
          "the file is made for platform "
              + image.platform().get()
              + ", product '"
              + product.slug()
              + "' is platform "
              + product.platform(),
          "send the file that was built for this hardware");
    }
    if (image.product().filter(p -> !p.equals(product.id())).isPresent()) {
      throw new FlashRefusedException(
          Why.WRONG_PRODUCT,
          "the file is made for product "
              + image.product().get()
              + ", the device belongs to product "
              + product.id(),
          "send the file that was built for this product");
    }
  }
}
