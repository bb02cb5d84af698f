package io.firmament.server.rest;

import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.server.access.Rights;
import io.firmament.server.app.FindDevice;
import io.firmament.server.app.FindProduct;
import io.firmament.server.app.RefusedException;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.device.Product;

/**
 * Finds what is named, as far as the caller sees it. Whoever does not see everything is told the
 * same of what there is not and of what is not his.
 */
final class Named {
  private final FindProduct findProduct;
  private final FindDevice findDevice;

  Named(FindProduct findProduct, FindDevice findDevice) {
    this.findProduct = findProduct;
    this.findDevice = findDevice;
  }

  /** The product of the path, by number or slug. */
  Product product(Call call) throws RefusedException, Problem {
    return product(call, call.segment("product"));
  }

  /** A product, by number or slug. */
  Product product(Call call, String idOrSlug) throws RefusedException, Problem {
    Rights rights = call.caller().rights();
    try {
      Product product = findProduct.named(idOrSlug);
      if (rights.sees(product.id())) {
        return product;
      }
    } catch (RefusedException unknown) {
      if (rights.everyProduct()) {
        throw unknown;
      }
    }
    throw notHis("product", idOrSlug);
  }

  /** The device of the path, by id or name; where the path names a product, only one of that. */
  DeviceRecord device(Call call) throws RefusedException, Problem {
    DeviceRecord device = device(call, call.segment("device"));
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

  /** A device, by id or name. */
  DeviceRecord device(Call call, String idOrName) throws RefusedException, Problem {
    Rights rights = call.caller().rights();
    try {
      DeviceRecord device = findDevice.named(idOrName);
      if (rights.sees(device.product())) {
        return device;
      }
    } catch (RefusedException unknown) {
      if (rights.everyProduct()) {
        throw unknown;
      }
    }
    throw notHis("device", idOrName);
  }

  private static Problem notHis(String what, String name) {
    return Problem.forbidden(
        "this token does not see a " + what + " '" + name + "', or there is none",
        "use a token of that product, or of all products");
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
