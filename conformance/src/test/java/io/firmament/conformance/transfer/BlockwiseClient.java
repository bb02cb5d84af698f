package io.firmament.conformance.transfer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.californium.core.coap.BlockOption;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.network.interceptors.MessageInterceptorAdapter;
import org.eclipse.californium.core.server.MessageDeliverer;
import org.eclipse.californium.elements.AddressEndpointContext;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConfig.DtlsRole;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;
import org.eclipse.californium.scandium.util.SecretUtil;

/**
 * The peer: Californium's transparent blockwise transfer, a confirmable request for one block after
 * the other (RFC 7959), over DTLS with a pre-shared key.
 */
final class BlockwiseClient implements AutoCloseable {
  /** What the device's cloud takes. */
  private static final int TOKEN_BYTES = 2;

  private static final int SIZE_OF_1024_BYTES = BlockOption.size2Szx(BlockwiseServer.BLOCK_BYTES);

  private final InetSocketAddress server;
  private final CoapEndpoint endpoint;
  private final AtomicLong blocks = new AtomicLong();
  private volatile boolean closed;

  static {
    CoapConfig.register();
    DtlsConfig.register();
  }

  /** A client that has not said anything yet. */
  BlockwiseClient(int port, String identity, byte[] key) throws IOException {
    this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    Configuration config = BlockwiseServer.configuration();
    config.set(CoapConfig.TOKEN_SIZE_LIMIT, TOKEN_BYTES);
    config.set(DtlsConfig.DTLS_ROLE, DtlsRole.CLIENT_ONLY);
    config.set(DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT, 1);
    config.set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1);
    DtlsConnectorConfig dtls =
        DtlsConnectorConfig.builder(config)
            .setAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .setAdvancedPskStore(
                new AdvancedSinglePskStore(identity, SecretUtil.create(key, "PSK")))
            .build();
    endpoint =
        CoapEndpoint.builder()
            .setConfiguration(config)
            .setConnector(new DTLSConnector(dtls))
            .build();
    endpoint.addInterceptor(
        new MessageInterceptorAdapter() {
          @Override
          public void receiveResponse(Response response) {
            blocks.incrementAndGet();
          }
        });
    endpoint.setMessageDeliverer(new OwnAnswers());
    endpoint.start();
  }

  /** Responses that came so far, with those that came again. */
  long blocks() {
    return blocks.get();
  }

  /**
   * Begins to get what is at a path, block by block.
   *
   * @return all of it, once it is here
   */
  CompletableFuture<Response> begin(String path) {
    CompletableFuture<Response> answer = new CompletableFuture<>();
    Request request = new Request(Code.GET);
    request.setDestinationContext(new AddressEndpointContext(server));
    for (String segment : path.split("/", -1)) {
      request.getOptions().addUriPath(segment);
    }
    request.getOptions().setBlock2(SIZE_OF_1024_BYTES, false, 0);
    request.addMessageObserver(
        new MessageObserverAdapter() {
          @Override
          public void onResponse(Response response) {
            answer.complete(response);
          }

          @Override
          protected void failed() {
            answer.completeExceptionally(
                new TransferFailedException("the peer gave up: " + request));
          }
        });
    answer.whenComplete((response, failure) -> cancelIfCancelled(answer, request));
    endpoint.sendRequest(request);
    return answer;
  }

  private static void cancelIfCancelled(CompletableFuture<Response> answer, Request request) {
    if (answer.isCancelled()) {
      request.cancel();
    }
  }

  /** Gets what is at a path again and again, until it is closed. */
  void keepGetting(String path) {
    begin(path)
        .whenComplete(
            (response, failure) -> {
              if (!closed) {
                keepGetting(path);
              }
            });
  }

  /**
   * Gets what is at a path, block by block.
   *
   * @throws TransferFailedException when it does not come in this time
   */
  byte[] get(String path, Duration most) throws TransferFailedException, InterruptedException {
    CompletableFuture<Response> answer = begin(path);
    try {
      Response response = answer.get(most.toMillis(), TimeUnit.MILLISECONDS);
      if (!response.isSuccess()) {
        throw new TransferFailedException("the peer got " + response.getCode() + " for " + path);
      }
      return response.getPayload();
    } catch (ExecutionException e) {
      throw new TransferFailedException(e.getCause().getMessage());
    } catch (TimeoutException e) {
      throw new TransferFailedException(
          "the peer had %d responses after %s".formatted(blocks(), most));
    } finally {
      answer.cancel(false);
    }
  }

  @Override
  public void close() {
    closed = true;
    endpoint.destroy();
  }

  /** It is no server: what a cloud asks of a device is refused. */
  private static final class OwnAnswers implements MessageDeliverer {
    @Override
    public void deliverRequest(Exchange exchange) {
      exchange.sendReject();
    }

    @Override
    public void deliverResponse(Exchange exchange, Response response) {
      exchange.getRequest().setResponse(response);
    }
  }
}
