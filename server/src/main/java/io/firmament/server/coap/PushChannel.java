package io.firmament.server.coap;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.app.UnreachableException;
import io.firmament.server.app.UnreachableException.Why;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.eclipse.californium.core.coap.CoAP.Type;
import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.elements.DtlsEndpointContext;
import org.eclipse.californium.elements.MapBasedEndpointContext;

/**
 * Sends confirmable requests on the association that a device itself opened, never on a new one.
 * Results come in the device's queue.
 */
final class PushChannel {
  /** Retransmissions and all (RFC 7252 section 4.8.2: MAX_TRANSMIT_WAIT is 93 s). */
  private static final Duration PATIENCE = Duration.ofSeconds(95);

  private final DeviceQueues queues;
  private final Supplier<Optional<OpenEndpoint>> endpoint;

  PushChannel(DeviceQueues queues, Supplier<Optional<OpenEndpoint>> endpoint) {
    this.queues = queues;
    this.endpoint = endpoint;
  }

  /** Sends a request; the stage fails with {@link UnreachableException}. */
  CompletionStage<Response> send(DeviceId device, Request request) {
    Optional<OpenEndpoint> open = endpoint.get();
    Optional<InetSocketAddress> address = open.flatMap(o -> o.addressOf(device));
    if (address.isEmpty()) {
      return CompletableFuture.failedStage(new UnreachableException(device, Why.NOT_CONNECTED, ""));
    }
    request.setType(Type.CON);
    request.setDestinationContext(
        new MapBasedEndpointContext(
            address.get(),
            Identity.pskPrincipal(device),
            DtlsEndpointContext.ATTRIBUTE_HANDSHAKE_MODE_NONE));
    CompletableFuture<Response> result = new CompletableFuture<>();
    request.addMessageObserver(new Outcome(device, result));
    open.get().send(request, PATIENCE, result);
    return result;
  }

  /** Ends a device's association and forgets its session. */
  void disconnect(DeviceId device) {
    endpoint.get().ifPresent(open -> open.disconnect(device));
  }

  private void fail(DeviceId device, CompletableFuture<Response> result, Why why, String detail) {
    queues.add(
        device, () -> result.completeExceptionally(new UnreachableException(device, why, detail)));
  }

  private final class Outcome extends MessageObserverAdapter {
    private final DeviceId device;
    private final CompletableFuture<Response> result;

    private Outcome(DeviceId device, CompletableFuture<Response> result) {
      this.device = device;
      this.result = result;
    }

    @Override
    public void onResponse(Response response) {
      queues.add(device, () -> result.complete(response));
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
