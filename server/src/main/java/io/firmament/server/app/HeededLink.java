package io.firmament.server.app;

import io.firmament.protocol.message.Cancel;
import io.firmament.protocol.message.EndSession;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.Reset;
import io.firmament.protocol.value.DeviceId;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** A link to devices that takes every answer for what it is, too: a sign of life. */
final class HeededLink implements DeviceLink {
  private final DeviceLink link;
  private final Sessions sessions;
  private final InstantSource clock;

  HeededLink(DeviceLink link, Sessions sessions, InstantSource clock) {
    this.link = link;
    this.sessions = sessions;
    this.clock = clock;
  }

  @Override
  public CompletionStage<OfferReply> offer(DeviceId device, Offer offer) {
    return heeded(device, link.offer(device, offer));
  }

  @Override
  public CompletionStage<Void> cancel(DeviceId device, Cancel cancel) {
    return heeded(device, link.cancel(device, cancel));
  }

  @Override
  public CompletionStage<FullHello> describe(DeviceId device) {
    return heeded(device, link.describe(device));
  }

  @Override
  public CompletionStage<Void> force(DeviceId device, boolean on) {
    return heeded(device, link.force(device, on));
  }

  @Override
  public CompletionStage<Void> pending(DeviceId device, boolean on) {
    return heeded(device, link.pending(device, on));
  }

  @Override
  public CompletionStage<Void> reset(DeviceId device, Reset reset) {
    return heeded(device, link.reset(device, reset));
  }

  @Override
  public CompletionStage<Void> endSession(DeviceId device, EndSession endSession) {
    return heeded(device, link.endSession(device, endSession));
  }

  /** Who asks for a sign of life alone makes more of it. */
  @Override
  public CompletionStage<Void> ping(DeviceId device) {
    return link.ping(device);
  }

  @Override
  public void disconnect(DeviceId device) {
    link.disconnect(device);
  }

  private <T> CompletionStage<T> heeded(DeviceId device, CompletionStage<T> answer) {
    return answer.whenComplete(
        (said, failure) -> {
          if (failure == null || isAnswer(failure)) {
            sessions.change(device, s -> s.answered(clock.instant()));
          }
        });
  }

  private static boolean isAnswer(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof UnreachableException unreachable
        && unreachable.why() == UnreachableException.Why.MALFORMED_ANSWER;
  }
}
