package io.firmament.server.app;

import io.firmament.protocol.message.Cancel;
import io.firmament.protocol.message.EndSession;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.Reset;
import io.firmament.protocol.value.DeviceId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A link at whose other end nobody is; who can be reached after all is up to those who extend it.
 */
public class UnreachableLink implements DeviceLink {
  @Override
  public CompletionStage<OfferReply> offer(DeviceId device, Offer offer) {
    return unreachable(device);
  }

  @Override
  public CompletionStage<Void> cancel(DeviceId device, Cancel cancel) {
    return unreachable(device);
  }

  @Override
  public CompletionStage<FullHello> describe(DeviceId device) {
    return unreachable(device);
  }

  @Override
  public CompletionStage<Void> force(DeviceId device, boolean on) {
    return unreachable(device);
  }

  @Override
  public CompletionStage<Void> pending(DeviceId device, boolean on) {
    return unreachable(device);
  }

  @Override
  public CompletionStage<Void> reset(DeviceId device, Reset reset) {
    return unreachable(device);
  }

  @Override
  public CompletionStage<Void> endSession(DeviceId device, EndSession endSession) {
    return unreachable(device);
  }

  @Override
  public CompletionStage<Void> ping(DeviceId device) {
    return unreachable(device);
  }

  @Override
  public void disconnect(DeviceId device) {
    // There is nothing to end.
  }

  /** What whoever asks is told. */
  protected static <T> CompletionStage<T> unreachable(DeviceId device) {
    return CompletableFuture.failedStage(
        new UnreachableException(device, UnreachableException.Why.NOT_CONNECTED, ""));
  }
}
