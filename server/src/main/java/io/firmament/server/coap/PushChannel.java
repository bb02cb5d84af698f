package io.firmament.server.coap;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.app.UnreachableException;
import io.firmament.server.app.UnreachableException.Why;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.californium.core.coap.CoAP.Type;
import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.coap.Token;

/**
 * Sends confirmable requests on the association that a device itself opened, never on a new one.
 * Results come in the device's queue.
 */
final class PushChannel {
  /** Retransmissions and all (RFC 7252 section 4.8.2: MAX_TRANSMIT_WAIT is 93 s). */
  private static final Duration PATIENCE = Duration.ofSeconds(95);

  /** A first message and two repetitions: 2 + 4 + 8 s (RFC 7252 section 4.8). */
  private static final Duration PING_PATIENCE = Duration.ofSeconds(14);

  private final DeviceQueues queues;
  private final Supplier<Optional<OpenEndpoint>> endpoint;

  PushChannel(DeviceQueues queues, Supplier<Optional<OpenEndpoint>> endpoint) {
    this.queues = queues;
    this.endpoint = endpoint;
  }

  /** Sends a request; the stage fails with {@link UnreachableException}. */
  CompletionStage<Response> send(DeviceId device, Request request) {
    return reach(device)
        .thenCompose(
            way -> {
              CompletableFuture<Response> result = new CompletableFuture<>();
              request.setType(Type.CON);
              way.send(request, PATIENCE, new Outcome<>(device, result, Function.identity()));
              return result;
            });
  }

  /** A sign of life of a device; the stage fails with {@link UnreachableException}. */
  CompletionStage<Void> ping(DeviceId device) {
    return endpoint
        .get()
        .flatMap(o -> Way.to(o, device))
        .map(way -> ping(device, way).<Void>thenApply(there -> null))
        .orElseGet(
            () ->
                CompletableFuture.failedStage(
                    new UnreachableException(device, Why.NOT_CONNECTED, "")));
  }

  /** A way to a device; where its address is not proved, it is asked for a sign of life there. */
  private CompletionStage<Way> reach(DeviceId device) {
    Optional<Way> way = endpoint.get().flatMap(o -> Way.to(o, device));
    if (way.isEmpty()) {
      return CompletableFuture.failedStage(new UnreachableException(device, Why.NOT_CONNECTED, ""));
    }
    return way.get().isProved()
        ? CompletableFuture.completedStage(way.get())
        : ping(device, way.get());
  }

  /**
   * An empty confirmable message, which is answered with a reset (RFC 7252 section 4.3): small
   * enough for an address that is not proved, and the device's answer proves it.
   */
  private CompletionStage<Way> ping(DeviceId device, Way way) {
    CompletableFuture<Way> pong = new CompletableFuture<>();
    Request ping = Request.newPing();
    ping.setToken(Token.EMPTY);
    way.send(
        ping,
        PING_PATIENCE,
        new Outcome<>(device, pong, nothing -> way) {
          @Override
          public void onReject() {
            way.proved();
            queues.add(device, () -> pong.complete(way));
          }
        });
    return pong.handle((proved, silence) -> silence == null ? pong : elsewhere(device, way, pong))
        .thenCompose(Function.identity());
  }

  /** It did not answer there; it may have been heard from another address in the meantime. */
  private CompletionStage<Way> elsewhere(
      DeviceId device, Way before, CompletableFuture<Way> silence) {
    return endpoint
        .get()
        .flatMap(o -> Way.to(o, device))
        .filter(way -> !way.isTheSameAs(before))
        .map(way -> reach(device))
        .orElse(silence);
  }

  /**
   * How a device can be reached now.
   *
   * @param open the door
   * @param association the device's association
   */
  private record Way(OpenEndpoint open, Association association) {
    static Optional<Way> to(OpenEndpoint open, DeviceId device) {
      return open.association(device).map(association -> new Way(open, association));
    }

    boolean isTheSameAs(Way other) {
      return association.address().equals(other.association().address());
    }

    boolean isProved() {
      return !open.isUnproved(association.address());
    }

    void proved() {
      open.proved(association.address());
    }

    void send(Request request, Duration patience, Outcome<?> outcome) {
      request.setDestinationContext(association.destination());
      request.addMessageObserver(outcome);
      open.send(request, patience, outcome.result);
    }
  }

  /** Ends a device's association and forgets its session. */
  void disconnect(DeviceId device) {
    endpoint.get().ifPresent(open -> open.disconnect(device));
  }

  private void fail(DeviceId device, CompletableFuture<?> result, Why why, String detail) {
    queues.add(
        device, () -> result.completeExceptionally(new UnreachableException(device, why, detail)));
  }

  /** What became of a message; told in the device's queue. */
  private class Outcome<T> extends MessageObserverAdapter {
    private final DeviceId device;
    private final CompletableFuture<T> result;
    private final Function<Response, T> meaning;

    private Outcome(DeviceId device, CompletableFuture<T> result, Function<Response, T> meaning) {
      this.device = device;
      this.result = result;
      this.meaning = meaning;
    }

    @Override
    public void onResponse(Response response) {
      queues.add(device, () -> result.complete(meaning.apply(response)));
    }

    @Override
    public void onReject() {
      fail(device, result, Why.MALFORMED_ANSWER, "the device rejected the message");
    }

    @Override
    public void onTimeout() {
      fail(device, result, Why.TIMEOUT, "");
    }

    @Override
    public void onCancel() {
      fail(device, result, Why.TIMEOUT, "");
    }

    @Override
    public void onSendError(Throwable error) {
      fail(device, result, Why.NOT_CONNECTED, String.valueOf(error.getMessage()));
    }
  }
}
