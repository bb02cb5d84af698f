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

  /** Who is being asked; one whose hello came meanwhile is no more in it. */
  private final Map<DeviceId, Asking> asking = new ConcurrentHashMap<>();

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

  /** One time of asking, equal to itself alone. */
  private static final class Asking {}

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
    Asking mine = new Asking();
    if (asking.putIfAbsent(device, mine) == null) {
      work.execute(() -> pushOffers.settle(device, clock.instant(), asked(device, mine, receiver)));
    }
  }

  /** The device said hello: what it was asked for before is older, and is not taken. */
  void overtaken(DeviceId device) {
    asking.remove(device);
  }

  private CompletionStage<Void> asked(DeviceId device, Asking mine, Receiver receiver) {
    return link.describe(device)
        .thenCompose(
            hello ->
                isAwaited(device, mine)
                    ? receiver
                        .receive(device, hello)
                        .thenCompose(reply -> follow(device, hello.digest(), reply))
                    : PushOffers.nothing())
        .whenComplete((done, failure) -> asking.remove(device, mine));
  }

  /** Neither has it said hello since it was asked, nor has it gone. */
  private boolean isAwaited(DeviceId device, Asking mine) {
    return asking.get(device) == mine && sessions.find(device).filter(s -> !s.gone()).isPresent();
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
