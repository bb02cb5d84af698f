package io.firmament.server.app;

import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.HelloDigest;
import io.firmament.protocol.value.DeviceId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** Asks devices what they are, and pushes what follows from it. */
final class FetchHello {
  /** So long a device whose hello is being fetched stays; then it says its digest again. */
  static final long WAIT_SECONDS = 10;

  /** The longest pause of a device that is refused; after it, it is asked again. */
  private static final Duration REMEMBERED = Duration.ofMinutes(15);

  private final Sessions sessions;
  private final PushOffers pushOffers;
  private final DeviceLink link;
  private final Executor work;
  private final InstantSource clock;
  private final Set<DeviceId> asking = ConcurrentHashMap.newKeySet();
  private final Map<DeviceId, Refusal> refusals = new ConcurrentHashMap<>();

  FetchHello(Ports ports, Sessions sessions, PushOffers pushOffers) {
    this.sessions = sessions;
    this.pushOffers = pushOffers;
    this.link = ports.link();
    this.work = ports.work();
    this.clock = ports.clock();
  }

  /** Takes in what a device says of itself. */
  @FunctionalInterface
  interface Receiver {
    CompletionStage<HelloReply> receive(DeviceId device, FullHello hello);
  }

  /** What was fetched, and why it was not taken: said when its digest comes again. */
  private record Refusal(HelloDigest digest, HelloReply why, Instant until) {}

  /**
   * Answers a device whose full hello is too large to be said at once; it is fetched in the
   * background.
   *
   * @return to wait, or why the hello of this digest was not taken
   */
  HelloReply begin(DeviceId device, HelloDigest digest, Receiver receiver) {
    Optional<HelloReply> refused =
        Optional.ofNullable(refusals.get(device))
            .filter(r -> r.digest().equals(digest) && clock.instant().isBefore(r.until()))
            .map(Refusal::why);
    if (refused.isPresent()) {
      return refused.get();
    }
    ask(device, receiver);
    return new HelloReply.Answered(new HelloAnswer.Wait(WAIT_SECONDS));
  }

  /** Asks a device in the background; one that is being asked is not asked again meanwhile. */
  void ask(DeviceId device, Receiver receiver) {
    if (asking.add(device)) {
      work.execute(() -> pushOffers.settle(device, asked(device, receiver)));
    }
  }

  private CompletionStage<Void> asked(DeviceId device, Receiver receiver) {
    return link.describe(device)
        .thenCompose(
            hello ->
                receiver
                    .receive(device, hello)
                    .thenCompose(reply -> follow(device, hello.digest(), reply)))
        .whenComplete((done, failure) -> asking.remove(device));
  }

  private CompletionStage<Void> follow(DeviceId device, HelloDigest digest, HelloReply reply) {
    if (!(reply instanceof HelloReply.Answered answered)) {
      refusals.put(device, new Refusal(digest, reply, clock.instant().plus(REMEMBERED)));
      return CompletableFuture.completedStage(null);
    }
    refusals.remove(device);
    return answered.answer() instanceof HelloAnswer.Update update
        ? pushOffers.send(device, sessions.trigger(device), update.offer())
        : CompletableFuture.completedStage(null);
  }
}
