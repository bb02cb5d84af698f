package io.firmament.server.coap;

import io.firmament.protocol.message.HelloDigest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.CoAP.Type;
import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.config.CoapConfig.MatcherMode;
import org.eclipse.californium.core.config.CoapConfig.TrackerMode;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.server.MessageDeliverer;
import org.eclipse.californium.elements.DtlsEndpointContext;
import org.eclipse.californium.elements.MapBasedEndpointContext;
import org.eclipse.californium.elements.MapBasedEndpointContext.Attributes;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConfig.DtlsRole;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.DTLSContext;
import org.eclipse.californium.scandium.dtls.ExtendedMasterSecretMode;
import org.eclipse.californium.scandium.dtls.Handshaker;
import org.eclipse.californium.scandium.dtls.SessionAdapter;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;
import org.eclipse.californium.scandium.util.SecretUtil;

/** A device on a real socket, made of Californium: says what it is told to say. */
final class TestDevice implements AutoCloseable {
  static final Attributes RESUME = DtlsEndpointContext.ATTRIBUTE_HANDSHAKE_MODE_FORCE;
  static final Attributes FULL = DtlsEndpointContext.ATTRIBUE_HANDSHAKE_MODE_FORCE_FULL;
  static final HelloDigest KNOWN = new HelloDigest("0123456789abcdef");
  private static final int PATIENCE_SECONDS = 20;

  private final InetSocketAddress server;
  private final DTLSConnector connector;
  private final CoapEndpoint endpoint;
  private final List<String> handshakes = new CopyOnWriteArrayList<>();
  private final List<Request> pushed = new CopyOnWriteArrayList<>();
  private volatile Function<Request, Response> application =
      request -> new Response(ResponseCode.CHANGED);

  static {
    CoapConfig.register();
    DtlsConfig.register();
  }

  /** What a device shows of itself in a handshake, or claims to be. */
  interface Shown {
    /** Begins a connector's configuration with it. */
    DtlsConnectorConfig.Builder in(Configuration config);
  }

  TestDevice(InetSocketAddress server, String identity, byte[] key) {
    this(
        server,
        config -> {
          config.setAsList(
              DtlsConfig.DTLS_CIPHER_SUITES, CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256);
          return DtlsConnectorConfig.builder(config)
              .setAdvancedPskStore(
                  new AdvancedSinglePskStore(identity, SecretUtil.create(key, "PSK")));
        });
  }

  TestDevice(InetSocketAddress server, Shown shown) {
    this.server = server;
    Configuration config = new Configuration();
    config.set(CoapConfig.TOKEN_SIZE_LIMIT, 2);
    config.set(CoapConfig.MAX_RESOURCE_BODY_SIZE, 0);
    config.set(CoapConfig.MID_TRACKER, TrackerMode.NULL);
    config.set(CoapConfig.DEDUPLICATOR, CoapConfig.NO_DEDUPLICATOR);
    config.set(CoapConfig.RESPONSE_MATCHING, MatcherMode.RELAXED);
    config.set(DtlsConfig.DTLS_ROLE, DtlsRole.CLIENT_ONLY);
    config.set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, 0);
    config.set(DtlsConfig.DTLS_EXTENDED_MASTER_SECRET_MODE, ExtendedMasterSecretMode.REQUIRED);
    config.set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1);
    config.set(DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT, 2);
    connector =
        new DTLSConnector(
            shown
                .in(config)
                .setAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .setSessionListener(new Handshakes())
                .build());
    endpoint = CoapEndpoint.builder().setConfiguration(config).setConnector(connector).build();
    endpoint.setMessageDeliverer(new Pushes());
    try {
      endpoint.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the device answers to requests of the cloud. */
  TestDevice answering(Function<Request, Response> newApplication) {
    application = newApplication;
    return this;
  }

  /** The handshakes that were finished, oldest first: {@code full} or {@code abbreviated}. */
  List<String> handshakes() {
    return List.copyOf(handshakes);
  }

  /** What the cloud asked of the device, oldest first. */
  List<Request> pushed() {
    return List.copyOf(pushed);
  }

  static Request request(Code code, String path, byte[] payload) {
    Request request = new Request(code, Type.CON);
    for (String segment : path.split("/", -1)) {
      request.getOptions().addUriPath(segment);
    }
    request.setPayload(payload);
    return request;
  }

  Response post(String path, byte[] payload) {
    return ask(request(Code.POST, path, payload));
  }

  Response get(String path) {
    return ask(request(Code.GET, path, new byte[0]));
  }

  Response ask(Request request) {
    return ask(request, new Attributes());
  }

  /** Sends a request and waits for its answer; fails the test without one. */
  Response ask(Request request, Attributes handshake) {
    return tryToAsk(request, handshake, PATIENCE_SECONDS)
        .orElseThrow(() -> new AssertionError("no answer to " + request));
  }

  /** Sends a request; empty when the handshake or the request fails, or nothing comes. */
  Optional<Response> tryToAsk(Request request, Attributes handshake, int seconds) {
    try {
      return Optional.of(start(request, handshake).get(seconds, TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException | CancellationException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Sends a request: whether it fails with its handshake; silence fails the test. */
  boolean isRefused(Request request, Attributes handshake) {
    try {
      start(request, handshake).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return false;
    } catch (CancellationException refused) {
      return true;
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      throw new AssertionError("neither an answer nor a refusal of " + request, e);
    }
  }

  /** Sends a request; cancelled when the handshake or the request fails. */
  CompletableFuture<Response> start(Request request) {
    return start(request, new Attributes());
  }

  private CompletableFuture<Response> start(Request request, Attributes handshake) {
    CompletableFuture<Response> answer = new CompletableFuture<>();
    request.addMessageObserver(
        new MessageObserverAdapter() {
          @Override
          public void onResponse(Response response) {
            answer.complete(response);
          }

          @Override
          protected void failed() {
            answer.cancel(false);
          }
        });
    request.setDestinationContext(new MapBasedEndpointContext(server, null, handshake));
    endpoint.sendRequest(request);
    return answer;
  }

  @Override
  public void close() {
    endpoint.destroy();
  }

  private final class Handshakes extends SessionAdapter {
    @Override
    public void contextEstablished(Handshaker handshaker, DTLSContext context) {
      handshakes.add(handshaker.isFullHandshake() ? "full" : "abbreviated");
    }
  }

  private final class Pushes implements MessageDeliverer {
    @Override
    public void deliverRequest(Exchange exchange) {
      pushed.add(exchange.getRequest());
      exchange.sendResponse(application.apply(exchange.getRequest()));
    }

    @Override
    public void deliverResponse(Exchange exchange, Response response) {
      exchange.getRequest().setResponse(response);
    }
  }
}
