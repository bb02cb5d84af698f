package io.firmament.server.coap;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.Type;
import org.eclipse.californium.core.coap.NoResponseOption;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Endpoint;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.elements.AddressEndpointContext;
import org.eclipse.californium.elements.auth.PreSharedKeyIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A graceful stop waits until the last answer has left, not until it is known. */
class DrainTest {
  private static final int PATIENCE_SECONDS = 20;
  private final DeviceQueues queues = new DeviceQueues(1);
  private final FakeRequests requests = new FakeRequests(new ManualClock());
  private final AddressCheck addresses =
      new AddressCheck(new UnprovenAddresses(), new EchoSeal(new SecureRandom(), () -> 0));
  private final RequestRouter router =
      new RequestRouter(requests, queues, addresses, 4, device -> {});
  private final BlockingQueue<Response> answers = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    queues.close();
  }

  private Exchange hello() {
    requests.register(DoorFixture.ID, DoorFixture.KEY);
    Request request = new Request(Code.POST, Type.CON);
    request.getOptions().addUriPath("h");
    request.setPayload(DoorFixture.hello());
    request.setSourceContext(
        new AddressEndpointContext(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 5684),
            new PreSharedKeyIdentity(DoorFixture.ID)));
    Exchange exchange = new Exchange(request, "peer", Exchange.Origin.REMOTE, null);
    exchange.setEndpoint(endpoint());
    return exchange;
  }

  /** An endpoint that takes answers and sends none. */
  private Endpoint endpoint() {
    return (Endpoint)
        Proxy.newProxyInstance(
            Endpoint.class.getClassLoader(),
            new Class<?>[] {Endpoint.class},
            (proxy, method, arguments) -> {
              if (!"sendResponse".equals(method.getName())) {
                throw new AssertionError("unexpected: " + method);
              }
              answers.add((Response) arguments[1]);
              return null;
            });
  }

  private Response answer() throws InterruptedException {
    Response answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(answer).isNotNull();
    return answer;
  }

  @Test
  void an_answer_that_has_not_left_is_waited_for() throws Exception {
    router.deliverRequest(hello());
    Response answer = answer();
    assertThat(router.drain(Duration.ofMillis(20))).isFalse();
    answer.setSent(true);
    answer.setSent(true);
    assertThat(router.drain(Duration.ofSeconds(PATIENCE_SECONDS))).isTrue();
  }

  @Test
  void an_answer_that_cannot_be_sent_is_not_waited_for() throws Exception {
    router.deliverRequest(hello());
    answer().setSendError(new java.io.IOException("a test"));
    assertThat(router.drain(Duration.ofSeconds(PATIENCE_SECONDS))).isTrue();
  }

  @Test
  void a_device_that_wants_no_answer_is_not_waited_for() throws Exception {
    Exchange silent = hello();
    silent.getRequest().getOptions().setNoResponse(NoResponseOption.SUPPRESS_ALL);
    silent.getRequest().setAcknowledged(true);
    router.deliverRequest(silent);
    assertThat(router.drain(Duration.ofSeconds(PATIENCE_SECONDS))).isTrue();
    assertThat(answers).isEmpty();
  }
}
