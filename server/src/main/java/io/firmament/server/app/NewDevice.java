package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.ProductId;
import java.util.Optional;

/**
 * A device to be registered.
 *
 * @param id who it is
 * @param product its product
 * @param name its name, unique; its id where it is empty
 * @param pskHex its pre-shared key, 16 to 64 octets in hexadecimal digits, if it has one
 */
public record NewDevice(
    DeviceId id, ProductId product, Optional<String> name, Optional<String> pskHex) {
  /** Without the key. */
  @Override
  public String toString() {
    return "NewDevice[" + id + ", product " + product + "]";
  }
}
