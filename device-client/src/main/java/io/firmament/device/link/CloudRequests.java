package io.firmament.device.link;

import io.firmament.device.core.LinkRequest.Method;
import io.firmament.device.core.UpdateEvent;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.server.MessageDeliverer;

/** The requests of the cloud that wait for the device's answer. */
final class CloudRequests implements MessageDeliverer {
  /** More than these at a time are answered with 5.03. */
  private static final int CAPACITY = 16;

  private static final Duration FLUSH = Duration.ofSeconds(1);

  private final Consumer<UpdateEvent> listener;
  private final Set<Response> leaving = ConcurrentHashMap.newKeySet();
  private final Map<Long, Exchange> waiting = new ConcurrentHashMap<>();
  private final AtomicLong next = new AtomicLong();

  CloudRequests(Consumer<UpdateEvent> listener) {
    this.listener = listener;
  }

  @Override
  public void deliverRequest(Exchange exchange) {
    Request request = exchange.getRequest();
    Method method = method(request.getCode());
    if (method == null) {
      exchange.sendResponse(new Response(ResponseCode.METHOD_NOT_ALLOWED));
    } else if (waiting.size() >= CAPACITY) {
      exchange.sendResponse(new Response(ResponseCode.SERVICE_UNAVAILABLE));
    } else {
      long number = next.getAndIncrement();
      waiting.put(number, exchange);
      String path = request.getOptions().getUriPathString();
      boolean continued =
          request.getOptions().hasBlock2() && request.getOptions().getBlock2().getNum() > 0;
      listener.accept(new UpdateEvent.Asked(number, method, path, request.getPayload(), continued));
    }
  }

  @Override
  public void deliverResponse(Exchange exchange, Response response) {
    exchange.getRequest().setResponse(response);
  }

  void reply(long number, int code, byte[] payload) {
    Exchange exchange = waiting.remove(number);
    if (exchange != null) {
      Response response = Answers.of(exchange.getRequest(), ResponseCode.valueOf(code), payload);
      leaving.add(response);
      response.addMessageObserver(
          new MessageObserverAdapter() {
            @Override
            public void onSent(boolean retransmission) {
              left(response);
            }

            @Override
            public void onSendError(Throwable error) {
              left(response);
            }
          });
      exchange.sendResponse(response);
    }
  }

  private void left(Response response) {
    synchronized (leaving) {
      leaving.remove(response);
      leaving.notifyAll();
    }
  }

  /** Waits until all answers have left, but not for long. */
  void flush() {
    long end = System.nanoTime() + FLUSH.toNanos();
    synchronized (leaving) {
      try {
        while (!leaving.isEmpty() && System.nanoTime() < end) {
          leaving.wait(FLUSH.toMillis());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  void ignore(long number) {
    Exchange exchange = waiting.remove(number);
    if (exchange != null) {
      exchange.sendReject();
    }
  }

  private static Method method(CoAP.Code code) {
    return switch (code) {
      case GET -> Method.GET;
      case POST -> Method.POST;
      case PUT -> Method.PUT;
      case DELETE -> Method.DELETE;
      default -> null;
    };
  }
}
