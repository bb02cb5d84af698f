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
 * @param credential what it is believed by; without one, a certificate of its product's authority
 */
public record NewDevice(
    DeviceId id, ProductId product, Optional<String> name, Optional<NewCredential> credential) {
  /** Without the key. */
  @Override
  public String toString() {
    return "NewDevice[" + id + ", product " + product + "]";
  }
}
