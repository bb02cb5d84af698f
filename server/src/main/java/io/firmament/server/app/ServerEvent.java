package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.ProductId;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that happened and that the event stream tells.
 *
 * @param name the event's name, such as {@code spark/flash/status}
 * @param data its text, which may be empty
 * @param at when it happened
 * @param device the device that it is about, if any
 * @param product the product that it belongs to, if any
 * @param version the firmware version that the device ran then, or -1 where that means nothing
 * @param user the name of who caused it; empty where nobody did
 */
public record ServerEvent(
    String name,
    String data,
    Instant at,
    Optional<DeviceId> device,
    Optional<ProductId> product,
    int version,
    String user) {
  /** What {@code version} is where there is none. */
  public static final int NO_VERSION = -1;

  /** An event of a product that no single device caused. */
  public static ServerEvent ofProduct(String name, String data, Instant at, ProductId product) {
    return new ServerEvent(name, data, at, Optional.empty(), Optional.of(product), NO_VERSION, "");
  }

  /** The same, caused by somebody. */
  public ServerEvent by(String name) {
    return new ServerEvent(this.name, data, at, device, product, version, name);
  }
}
