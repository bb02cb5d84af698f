package io.firmament.server.rest;

import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.server.app.FindDevice;
import io.firmament.server.app.FindProduct;
import io.firmament.server.app.RefusedException;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.device.Product;

/** Finds what the segments of a path name. */
final class Named {
  private final FindProduct findProduct;
  private final FindDevice findDevice;

  Named(FindProduct findProduct, FindDevice findDevice) {
    this.findProduct = findProduct;
    this.findDevice = findDevice;
  }

  /** The product of the path, by number or slug. */
  Product product(Call call) throws RefusedException {
    return findProduct.named(call.segment("product"));
  }

  /** The device of the path, by id or name; where the path names a product, only one of that. */
  DeviceRecord device(Call call) throws RefusedException, Problem {
    DeviceRecord device = findDevice.named(call.segment("device"));
    if (call.path().containsKey("product")) {
      Product product = product(call);
      if (!device.product().equals(product.id())) {
        throw Problem.notFound(
            "product '" + product.slug() + "' has no device '" + call.segment("device") + "'",
            "list its devices with 'firmament device list --product " + product.slug() + "'");
      }
    }
    return device;
  }

  /** The version of the path. */
  FirmwareVersion version(Call call) throws Problem {
    String text = call.segment("version");
    if (!text.matches("[0-9]{1,9}")) {
      throw Problem.invalid(
          "a version must be a number from 0 to "
              + FirmwareVersion.MAX
              + ", but was '"
              + text
              + "'",
          "list the versions with 'firmament firmware list'");
    }
    return new FirmwareVersion(Integer.parseInt(text));
  }
}
