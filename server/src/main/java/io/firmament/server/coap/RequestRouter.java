package io.firmament.server.coap;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.app.StoreFailedException;
import io.firmament.server.device.Approval;
import io.firmament.server.trigger.Trigger;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.server.MessageDeliverer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes requests from the protocol threads, has them answered in their device's queue, and sends
 * the answers. The way of every request: who is it, is there room, is it let in, was it a wake,
 * what is the answer, what follows.
 */
final class RequestRouter implements MessageDeliverer {
  private static final Logger LOG = LoggerFactory.getLogger(RequestRouter.class);

  private final DeviceRequests requests;
  private final RequestHandlers handlers;
  private final DeviceQueues queues;
  private final AddressCheck addresses;
  private final int mostPerDevice;
  private final Consumer<DeviceId> disconnect;

  /** Requests that came and were not yet answered, by device; guarded by itself. */
  private final Map<DeviceId, Integer> unanswered = new HashMap<>();

  /** Answers that were given and not yet sent; guarded by {@link #unanswered}. */
  private int unsent;

  /** Whether no further request is taken; guarded by {@link #unanswered}. */
  private boolean closed;

  /** Devices that were let in since their handshake; asked again for all others. */
  private final Set<DeviceId> letIn = ConcurrentHashMap.newKeySet();

  private enum Entry {
    IN,
    FULL,
    CLOSED
  }

  /**
   * @param addresses asks devices that moved for a proof
   * @param mostPerDevice unanswered requests of a device; a further one gets 5.03
   * @param disconnect ends a device's association
   */
  RequestRouter(
      DeviceRequests requests,
      DeviceQueues queues,
      AddressCheck addresses,
      int mostPerDevice,
      Consumer<DeviceId> disconnect) {
    this.requests = requests;
    this.handlers = new RequestHandlers(requests, queues::after);
    this.queues = queues;
    this.addresses = addresses;
    this.mostPerDevice = mostPerDevice;
    this.disconnect = disconnect;
  }

  /** Asks again whether a device is let in: its association is new, or gone. */
  void forget(DeviceId device) {
    letIn.remove(device);
  }

  @Override
  public void deliverRequest(Exchange exchange) {
    Optional<DeviceId> device =
        Identity.of(exchange.getRequest().getSourceContext().getPeerIdentity());
    if (device.isEmpty()) {
      exchange.sendReject();
      return;
    }
    switch (enter(device.get())) {
      case IN -> queues.add(device.get(), () -> handle(exchange, device.get()));
      case FULL -> exchange.sendResponse(Reply.BUSY.message());
      case CLOSED -> LOG.debug("closed: {} will ask again", device.get());
    }
  }

  @Override
  public void deliverResponse(Exchange exchange, Response response) {
    exchange.getRequest().setResponse(response);
  }

  private Entry enter(DeviceId device) {
    synchronized (unanswered) {
      if (closed) {
        return Entry.CLOSED;
      }
      int before = unanswered.getOrDefault(device, 0);
      if (before >= mostPerDevice) {
        return Entry.FULL;
      }
      unanswered.put(device, before + 1);
      return Entry.IN;
    }
  }

  private void leave(DeviceId device) {
    synchronized (unanswered) {
      unanswered.computeIfPresent(device, (id, count) -> count == 1 ? null : count - 1);
      unsent++;
    }
  }

  private void sent() {
    synchronized (unanswered) {
      unsent--;
      unanswered.notifyAll();
    }
  }

  /**
   * Takes no further request, and waits until those that came are answered and the answers have
   * left, or the patience ends.
   *
   * @return whether all have left
   */
  boolean drain(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    synchronized (unanswered) {
      closed = true;
      while (!unanswered.isEmpty() || unsent > 0) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          return false;
        }
        unanswered.wait(left);
      }
      return true;
    }
  }

  private void handle(Exchange exchange, DeviceId device) {
    Request request = exchange.getRequest();
    boolean pushAfter = false;
    CompletionStage<Reply> answer;
    try {
      Optional<Reply> refusal = refusal(device, request);
      if (refusal.isPresent()) {
        answer = CompletableFuture.completedStage(refusal.get());
      } else {
        String endpoint = endpoint(request.getSourceContext().getPeerAddress());
        Optional<Trigger> trigger = requests.heard(device, endpoint);
        pushAfter = trigger.isPresent() && !RequestHandlers.isHello(request);
        Optional<Reply> challenge = addresses.challenge(request);
        answer =
            challenge.isPresent()
                ? CompletableFuture.completedStage(challenge.get())
                : handlers.answer(device, request);
      }
    } catch (BadRequestException e) {
      LOG.debug("bad request of {}: {}", device, e.getMessage());
      answer = CompletableFuture.completedStage(e.reply());
    } catch (IOException | RuntimeException e) {
      answer = CompletableFuture.failedStage(e);
    }
    boolean offerAfter = pushAfter;
    answer.whenComplete((reply, failure) -> finish(exchange, device, reply, failure, offerAfter));
  }

  private void finish(
      Exchange exchange, DeviceId device, Reply reply, Throwable failure, boolean offerAfter) {
    leave(device);
    if (failure != null) {
      complain(device, failure);
    }
    Reply answer = addresses.fitting(exchange.getRequest(), failure == null ? reply : Reply.FAILED);
    Response response = answer.message();
    Departure departure = new Departure();
    response.addMessageObserver(departure);
    response.addMessageObserver(new Consequence(device, answer, offerAfter));
    try {
      exchange.sendResponse(response);
    } finally {
      if (response.getDestinationContext() == null) {
        // The device wants no answer (RFC 7967).
        departure.left();
      }
    }
  }

  /** Notes that an answer is on its way, or that it never will be. */
  private final class Departure extends MessageObserverAdapter {
    private final AtomicBoolean noted = new AtomicBoolean();

    private void left() {
      if (!noted.getAndSet(true)) {
        sent();
      }
    }

    @Override
    public void onSent(boolean retransmission) {
      left();
    }

    @Override
    protected void failed() {
      left();
    }
  }

  /** What follows an answer. */
  private final class Consequence extends MessageObserverAdapter {
    private final DeviceId device;
    private final Reply reply;
    private final boolean push;

    private Consequence(DeviceId device, Reply reply, boolean push) {
      this.device = device;
      this.reply = reply;
      this.push = push;
    }

    @Override
    public void onSent(boolean retransmission) {
      if (reply.endsSession()) {
        disconnect.accept(device);
      } else if (push && !retransmission) {
        queues.add(device, () -> requests.push(device, Trigger.WAKE));
      }
    }
  }

  /** A failed disk in one line, since every request may meet it; a mistake with its trace. */
  private static void complain(DeviceId device, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof IOException || cause instanceof StoreFailedException) {
      LOG.error("a request of {} failed: {}", device, cause.toString());
    } else {
      LOG.error("a request of {} failed", device, cause);
    }
  }

  /** 4.03 for who is not let in; a hello of a device in quarantine is taken down all the same. */
  private Optional<Reply> refusal(DeviceId device, Request request) {
    if (letIn.contains(device)) {
      return Optional.empty();
    }
    Approval approval = requests.approval(device).orElse(Approval.DENIED);
    return switch (approval) {
      case APPROVED -> {
        letIn.add(device);
        yield Optional.empty();
      }
      case QUARANTINED ->
          RequestHandlers.isHello(request) ? Optional.empty() : Optional.of(Reply.FORBIDDEN);
      case DENIED -> Optional.of(Reply.DENIED);
    };
  }

  /** An address as the use cases know it: always written the same way. */
  static String endpoint(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }
}
