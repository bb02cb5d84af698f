package io.firmament.server.rest;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.app.RefusedException;
import java.util.Optional;
import java.util.OptionalLong;

/** Event streams. */
final class EventEndpoints {
  private final Named named;

  EventEndpoints(Named named) {
    this.named = named;
  }

  Answer all(Call call) throws Problem {
    return stream(call, false, Optional.empty(), Optional.empty());
  }

  Answer ofDevices(Call call) throws Problem {
    return stream(call, true, Optional.empty(), Optional.empty());
  }

  Answer ofDevice(Call call) throws Problem, RefusedException {
    return stream(call, true, Optional.empty(), Optional.of(named.device(call).id()));
  }

  Answer ofProduct(Call call) throws Problem, RefusedException {
    return stream(call, false, Optional.of(named.product(call).id()), Optional.empty());
  }

  private static Answer stream(
      Call call, boolean onlyDevices, Optional<ProductId> product, Optional<DeviceId> device)
      throws Problem {
    String prefix = call.path().getOrDefault("prefix", "");
    return new Answer.Events(new EventWish(prefix, onlyDevices, product, device, after(call)));
  }

  private static OptionalLong after(Call call) throws Problem {
    if (call.lastEventId().filter(id -> !id.isBlank()).isEmpty()) {
      return OptionalLong.empty();
    }
    String id = call.lastEventId().get().strip();
    if (!id.matches("[0-9]{1,18}")) {
      throw Problem.invalid(
          "Last-Event-ID must be the id of an event, but was '" + id + "'",
          "send the last id that the stream said, or none");
    }
    return OptionalLong.of(Long.parseLong(id));
  }
}
