package io.firmament.server.rest;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.access.Rights;
import io.firmament.server.app.RefusedException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Event streams. */
final class EventEndpoints {
  private final Named named;

  EventEndpoints(Named named) {
    this.named = named;
  }

  Answer all(Call call) throws Problem {
    return stream(call, false, seen(call), Optional.empty());
  }

  Answer ofDevices(Call call) throws Problem {
    return stream(call, true, seen(call), Optional.empty());
  }

  /** Not what it does after it has moved to a product that the caller does not see. */
  Answer ofDevice(Call call) throws Problem, RefusedException {
    return stream(call, true, seen(call), Optional.of(named.device(call).id()));
  }

  Answer ofProduct(Call call) throws Problem, RefusedException {
    Set<ProductId> product = Set.of(named.product(call).id());
    return stream(call, false, Optional.of(product), Optional.empty());
  }

  /** The products that the caller sees, where he does not see all. */
  private static Optional<Set<ProductId>> seen(Call call) {
    Rights rights = call.caller().rights();
    return rights.everyProduct() ? Optional.empty() : Optional.of(Set.copyOf(rights.products()));
  }

  private static Answer stream(
      Call call, boolean onlyDevices, Optional<Set<ProductId>> products, Optional<DeviceId> device)
      throws Problem {
    String prefix = call.path().getOrDefault("prefix", "");
    return new Answer.Events(new EventWish(prefix, onlyDevices, products, device, after(call)));
  }

  private static OptionalLong after(Call call) throws Problem {
    if (call.header("Last-Event-ID").filter(id -> !id.isBlank()).isEmpty()) {
      return OptionalLong.empty();
    }
    String id = call.header("Last-Event-ID").get().strip();
    if (!id.matches("[0-9]{1,18}")) {
      throw Problem.invalid(
          "Last-Event-ID must be the id of an event, but was '" + id + "'",
          "send the last id that the stream said, or none");
    }
    return OptionalLong.of(Long.parseLong(id));
  }
}
