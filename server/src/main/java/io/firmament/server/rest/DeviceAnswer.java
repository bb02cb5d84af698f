package io.firmament.server.rest;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.app.UnreachableException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a device answers to what it was asked: waited for, but not for ever. */
final class DeviceAnswer {
  /** A first message and three repetitions (RFC 7252 section 4.8). */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private DeviceAnswer() {}

  /**
   * Waits for it.
   *
   * @throws Problem 404 when the device cannot be reached, 408 when it does not answer
   */
  static <T> T of(DeviceId device, CompletionStage<T> stage) throws Problem {
    try {
      return stage.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
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
