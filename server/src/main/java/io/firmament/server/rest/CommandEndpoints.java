package io.firmament.server.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.firmament.protocol.message.Reset;
import io.firmament.protocol.value.DeviceId;
import io.firmament.server.app.OperatorVerbs;
import io.firmament.server.app.RefusedException;
import io.firmament.server.app.UnreachableException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a device is asked to do at once; the answer is the device's. */
final class CommandEndpoints {
  /** A first message and three repetitions (RFC 7252 section 4.8). */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

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
    answered(device, verbs.resetDevice().reset(device, kind));
    return Answer.ok(
        JsonNodeFactory.instance
            .objectNode()
            .put("ok", true)
            .put("id", device.hex())
            .put("reset", mode));
  }

  Answer endSession(Call call) throws RefusedException, Problem {
    DeviceId device = named.device(call).id();
    answered(device, verbs.endSession().end(device));
    return new Answer.Nothing();
  }

  private static void answered(DeviceId device, CompletionStage<Void> stage) throws Problem {
    try {
      stage.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw silent(device);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw silent(device);
    } catch (ExecutionException e) {
      throw problem(device, e.getCause());
    }
  }

  private static Problem silent(DeviceId device) {
    return new Problem(
        408,
        "timed_out",
        "device " + device + " did not answer within " + PATIENCE.toSeconds() + " s",
        "it may have heard it all the same; see 'firmament device show " + device + "'");
  }

  private static Problem problem(DeviceId device, Throwable cause) {
    if (cause instanceof UnreachableException unreachable) {
      return unreachable.why() == UnreachableException.Why.TIMEOUT
          ? silent(device)
          : new Problem(
              404,
              "unreachable",
              unreachable.getMessage(),
              "see 'firmament device show " + device + "', and try again");
    }
    throw new IllegalStateException("device " + device + " was not told", cause);
  }
}
