package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Finds out whether a device is here, by asking it. */
public final class PingDevice {
  private final DeviceLink link;

  PingDevice(DeviceLink link) {
    this.link = link;
  }

  /** Whether it answered. The stage takes as long as the device is given for an answer. */
  public CompletionStage<Boolean> ping(DeviceId device) {
    return link.describe(device)
        .handle(
            (hello, failure) -> {
              if (failure == null) {
                return CompletableFuture.completedStage(true);
              }
              Throwable cause =
                  failure instanceof CompletionException ? failure.getCause() : failure;
              return cause instanceof UnreachableException
                  ? CompletableFuture.completedStage(false)
                  : CompletableFuture.<Boolean>failedStage(cause);
            })
        .thenCompose(stage -> stage);
  }
}
