package io.firmament.server.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.firmament.protocol.message.Reset;
import io.firmament.protocol.value.DeviceId;
import io.firmament.server.app.OperatorVerbs;
import io.firmament.server.app.RefusedException;
import java.io.IOException;
import java.util.Map;

/** What a device is asked to do at once; the answer is the device's. */
final class CommandEndpoints {
  private static final Map<String, Reset.Kind> MODES =
      Map.of(
          "reboot", Reset.Kind.REBOOT,
          "safe-mode", Reset.Kind.SAFE_MODE,
          "apply", Reset.Kind.APPLY);

  private final OperatorVerbs verbs;
  private final Named named;

  CommandEndpoints(OperatorVerbs verbs, Named named) {
    this.verbs = verbs;
    this.named = named;
  }

  /** {@code {"mode":"reboot"|"safe-mode"|"apply"}}; reboots where nothing is said. */
  Answer reset(Call call) throws RefusedException, Problem, IOException {
    DeviceId device = named.device(call).id();
    String mode = call.fields().text("mode").orElse("reboot");
    Reset.Kind kind = MODES.get(mode);
    if (kind == null) {
      throw Problem.invalid(
          "'mode' must be reboot, safe-mode or apply, but was '" + mode + "'",
          "leave it out to reboot");
    }
    DeviceAnswer.of(device, verbs.resetDevice().reset(device, kind));
    return Answer.ok(
        JsonNodeFactory.instance
            .objectNode()
            .put("ok", true)
            .put("id", device.hex())
            .put("reset", mode));
  }

  Answer endSession(Call call) throws RefusedException, Problem {
    DeviceId device = named.device(call).id();
    DeviceAnswer.of(device, verbs.endSession().end(device));
    return new Answer.Nothing();
  }
}
