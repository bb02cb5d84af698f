package io.firmament.server.app;

import io.firmament.protocol.message.Cancel;
import io.firmament.protocol.message.EndSession;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.Reset;
import io.firmament.protocol.value.DeviceId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A link to devices that remembers what was sent, and reaches nobody who is not connected. */
final class RecordingLink implements DeviceLink {
  final List<Offer> offers = new ArrayList<>();
  final List<Cancel> cancels = new ArrayList<>();
  final List<Reset> resets = new ArrayList<>();
  final List<EndSession> ended = new ArrayList<>();
  final List<Boolean> pending = new ArrayList<>();
  final List<Boolean> forced = new ArrayList<>();
  final List<DeviceId> disconnected = new ArrayList<>();
  final Deque<OfferReply> replies = new ArrayDeque<>();
  Optional<UnreachableException.Why> cancelFails = Optional.empty();
  Optional<UnreachableException.Why> forceFails = Optional.empty();
  Optional<UnreachableException.Why> pendingFails = Optional.empty();
  Optional<UnreachableException.Why> offerFails = Optional.empty();
  Optional<FullHello> description = Optional.empty();
  Optional<CompletableFuture<FullHello>> held = Optional.empty();
  Runnable onOffer = () -> {};
  boolean connected = true;
  int asked;
  int pings;

  @Override
  public CompletionStage<OfferReply> offer(DeviceId device, Offer offer) {
    if (!connected) {
      return unreachable(device);
    }
    offers.add(offer);
    onOffer.run();
    if (offerFails.isPresent()) {
      return CompletableFuture.failedStage(
          new UnreachableException(device, offerFails.get(), "a test"));
    }
    return CompletableFuture.completedStage(
        replies.isEmpty() ? new OfferReply.Accepted() : replies.remove());
  }

  @Override
  public CompletionStage<Void> cancel(DeviceId device, Cancel cancel) {
    if (!connected) {
      return unreachable(device);
    }
    cancels.add(cancel);
    if (cancelFails.isPresent()) {
      return CompletableFuture.failedStage(
          new UnreachableException(device, cancelFails.get(), "a test"));
    }
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<FullHello> describe(DeviceId device) {
    asked++;
    if (held.isPresent()) {
      return held.get();
    }
    return description
        .<CompletionStage<FullHello>>map(CompletableFuture::completedStage)
        .orElseGet(() -> unreachable(device));
  }

  @Override
  public CompletionStage<Void> force(DeviceId device, boolean on) {
    if (!connected) {
      return unreachable(device);
    }
    forced.add(on);
    if (forceFails.isPresent()) {
      return CompletableFuture.failedStage(
          new UnreachableException(device, forceFails.get(), "a test"));
    }
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<Void> pending(DeviceId device, boolean on) {
    if (!connected) {
      return unreachable(device);
    }
    pending.add(on);
    if (pendingFails.isPresent()) {
      return CompletableFuture.failedStage(
          new UnreachableException(device, pendingFails.get(), "a test"));
    }
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<Void> reset(DeviceId device, Reset reset) {
    if (!connected) {
      return unreachable(device);
    }
    resets.add(reset);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<Void> endSession(DeviceId device, EndSession endSession) {
    if (!connected) {
      return unreachable(device);
    }
    ended.add(endSession);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<Void> ping(DeviceId device) {
    pings++;
    return connected ? CompletableFuture.completedStage(null) : unreachable(device);
  }

  @Override
  public void disconnect(DeviceId device) {
    disconnected.add(device);
  }

  private static <T> CompletionStage<T> unreachable(DeviceId device) {
    return CompletableFuture.failedStage(
        new UnreachableException(device, UnreachableException.Why.TIMEOUT, ""));
  }
}
