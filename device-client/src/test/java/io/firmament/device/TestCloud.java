package io.firmament.device;

import io.firmament.protocol.codec.DecodeException;
import io.firmament.protocol.codec.HelloCodec;
import io.firmament.protocol.codec.OfferCodec;
import io.firmament.protocol.codec.ReportCodec;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.Hello;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.Paths;
import io.firmament.protocol.message.Status;
import io.firmament.protocol.message.StatusAnswer;
import io.firmament.protocol.message.StatusVerdict;
import io.firmament.protocol.ports.OwnPorts;
import io.firmament.protocol.value.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.SecretKey;
import org.eclipse.californium.core.coap.BlockOption;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Option;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.coap.option.StandardOptionRegistry;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.server.MessageDeliverer;
import org.eclipse.californium.elements.DtlsEndpointContext;
import org.eclipse.californium.elements.EndpointContext;
import org.eclipse.californium.elements.MapBasedEndpointContext;
import org.eclipse.californium.elements.PrincipalEndpointContextMatcher;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.SystemConfig;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.DTLSContext;
import org.eclipse.californium.scandium.dtls.ExtendedMasterSecretMode;
import org.eclipse.californium.scandium.dtls.Handshaker;
import org.eclipse.californium.scandium.dtls.SessionAdapter;
import org.eclipse.californium.scandium.dtls.SingleNodeConnectionIdGenerator;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;

/**
 * The cloud's side of the protocol on a real socket, for one device: DTLS with PSK, a connection id
 * and session resumption, and the real codecs. Stricter than a cloud would be: what it cannot
 * decode it remembers as trouble.
 */
final class TestCloud implements MessageDeliverer, AutoCloseable {
  private static final int CID_BYTES = 8;
  private static final int BLOCK_BYTES = 1024;

  final AtomicInteger fullHandshakes = new AtomicInteger();
  final AtomicInteger resumptions = new AtomicInteger();
  final AtomicLong blocksServed = new AtomicLong();
  final AtomicInteger challenges = new AtomicInteger();
  final List<Hello> hellos = new CopyOnWriteArrayList<>();
  final List<Status> statuses = new CopyOnWriteArrayList<>();
  final List<String> events = new CopyOnWriteArrayList<>();
  final List<String> trouble = new CopyOnWriteArrayList<>();
  final Map<String, Integer> manifestsServed = new ConcurrentHashMap<>();

  private final SecretKey key;
  private final Set<InetSocketAddress> proved = ConcurrentHashMap.newKeySet();
  private final Map<String, byte[]> content = new ConcurrentHashMap<>();
  private volatile Optional<Offer> offer = Optional.empty();
  private volatile StatusVerdict verdict = StatusVerdict.PROCEED;
  private volatile long blockLimit = Long.MAX_VALUE;
  private volatile boolean credulous = true;
  private volatile EndpointContext device;
  private CoapEndpoint endpoint;
  private final int port = OwnPorts.next();

  TestCloud(SecretKey key) throws IOException {
    this.key = key;
    start();
  }

  /** Starts anew on the same port, without any session. */
  void start() throws IOException {
    Configuration settings =
        new Configuration(
            CoapConfig.DEFINITIONS,
            DtlsConfig.DEFINITIONS,
            UdpConfig.DEFINITIONS,
            SystemConfig.DEFINITIONS);
    settings.set(CoapConfig.TOKEN_SIZE_LIMIT, 2);
    settings.set(CoapConfig.MAX_RESOURCE_BODY_SIZE, 0);
    settings.set(CoapConfig.MID_TRACKER, CoapConfig.TrackerMode.NULL);
    settings.set(CoapConfig.DEDUPLICATOR, CoapConfig.DEDUPLICATOR_PEERS_MARK_AND_SWEEP);
    settings.set(DtlsConfig.DTLS_ROLE, DtlsConfig.DtlsRole.SERVER_ONLY);
    settings.set(DtlsConfig.DTLS_EXTENDED_MASTER_SECRET_MODE, ExtendedMasterSecretMode.REQUIRED);
    settings.set(
        DtlsConfig.DTLS_CIPHER_SUITES,
        List.of(
            CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256,
            CipherSuite.TLS_PSK_WITH_AES_128_CCM_8));
    settings.set(DtlsConfig.DTLS_RECOMMENDED_CIPHER_SUITES_ONLY, false);
    DtlsConnectorConfig config =
        DtlsConnectorConfig.builder(settings)
            .setAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .setAdvancedPskStore(new AdvancedSinglePskStore(TestIdentity.ID, key))
            .setConnectionIdGenerator(new SingleNodeConnectionIdGenerator(CID_BYTES))
            .setSessionListener(new HandshakeCount())
            .build();
    endpoint =
        CoapEndpoint.builder()
            .setConfiguration(settings)
            .setConnector(new DTLSConnector(config))
            .setEndpointContextMatcher(new ByAssociation())
            .build();
    endpoint.setMessageDeliverer(this);
    endpoint.start();
  }

  private final class HandshakeCount extends SessionAdapter {
    @Override
    public void contextEstablished(Handshaker handshaker, DTLSContext context) {
      proved.add(handshaker.getPeerAddress());
      (handshaker.isFullHandshake() ? fullHandshakes : resumptions).incrementAndGet();
    }
  }

  /** Message ids and tokens belong to the association. */
  private static final class ByAssociation extends PrincipalEndpointContextMatcher {
    @Override
    public Object getEndpointIdentity(EndpointContext context) {
      return context.get(DtlsEndpointContext.KEY_READ_CONNECTION_ID);
    }
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Ends the association with the device, by an alert. */
  void hangUp() {
    ((DTLSConnector) endpoint.getConnector()).close(device.getPeerAddress());
  }

  /** Ends without a word, and forgets all sessions. */
  void stop() {
    endpoint.destroy();
  }

  @Override
  public void close() {
    stop();
  }

  // ---- What it is told to do

  Digest keep(byte[] octets) {
    Digest digest = Digest.of(octets);
    content.put(digest.prefix(), octets);
    return digest;
  }

  /** Offers this in the answer to each hello. */
  void offer(Offer due) {
    offer = Optional.of(due);
  }

  void offerNothing() {
    offer = Optional.empty();
  }

  void answerStatus(StatusVerdict answer) {
    verdict = answer;
  }

  /** Believes no proof of an address, however often it is given. */
  void believeNoAddress() {
    credulous = false;
    proved.clear();
  }

  /** Does not answer block requests beyond so many in all. */
  void serveBlocks(long most) {
    blockLimit = most;
  }

  /** Asks something of the device; its answer. */
  Response ask(CoAP.Code code, String path, byte[] payload) throws InterruptedException {
    Request request = new Request(code, CoAP.Type.CON);
    request.getOptions().setUriPath(path);
    if (!request.isIntendedPayload()) {
      request.setUnintendedPayload();
    }
    request.setPayload(payload);
    return ask(request);
  }

  /** Asks the device for something, or for a block of it. */
  Response ask(CoAP.Code code, String path, Optional<BlockOption> block)
      throws InterruptedException {
    Request request = new Request(code, CoAP.Type.CON);
    request.getOptions().setUriPath(path);
    block.ifPresent(request.getOptions()::setBlock2);
    return ask(request);
  }

  private Response ask(Request request) throws InterruptedException {
    request.setDestinationContext(
        MapBasedEndpointContext.addEntries(
            device, DtlsEndpointContext.ATTRIBUTE_HANDSHAKE_MODE_NONE));
    endpoint.sendRequest(request);
    return request.waitForResponse(10_000);
  }

  Optional<FullHello> lastFullHello() {
    return hellos.stream()
        .filter(FullHello.class::isInstance)
        .map(FullHello.class::cast)
        .reduce((first, second) -> second);
  }

  List<Status.Phase> phases() {
    return statuses.stream().map(Status::phase).toList();
  }

  // ---- The protocol

  @Override
  public void deliverResponse(Exchange exchange, Response response) {
    exchange.getRequest().setResponse(response);
  }

  @Override
  public void deliverRequest(Exchange exchange) {
    Request request = exchange.getRequest();
    device = request.getSourceContext();
    List<String> path = request.getOptions().getUriPath();
    try {
      Optional<Response> challenge = challenge(path.get(0), request);
      Optional<Response> response =
          challenge.isPresent() ? challenge : answer(path.get(0), path, request);
      response.ifPresent(exchange::sendResponse);
    } catch (DecodeException e) {
      trouble.add(e.getMessage());
      exchange.sendResponse(new Response(ResponseCode.BAD_REQUEST));
    }
  }

  /** Blocks are sent nowhere where the device has not proved to be (RFC 9175). */
  private Optional<Response> challenge(String first, Request request) {
    boolean block = first.equals(Paths.MANIFEST) || first.equals(Paths.BLOB);
    InetSocketAddress address = request.getSourceContext().getPeerAddress();
    if (!block || proved.contains(address)) {
      return Optional.empty();
    }
    byte[] expected = Digest.of(address.toString().getBytes(StandardCharsets.UTF_8)).octets();
    Option echo = request.getOptions().getOtherOption(StandardOptionRegistry.ECHO);
    if (credulous && echo != null && Arrays.equals(echo.getValue(), expected)) {
      proved.add(address);
      return Optional.empty();
    }
    challenges.incrementAndGet();
    Response challenge = new Response(ResponseCode.UNAUTHORIZED);
    challenge.getOptions().addOtherOption(StandardOptionRegistry.ECHO.create(expected));
    return Optional.of(challenge);
  }

  private Optional<Response> answer(String first, List<String> path, Request request)
      throws DecodeException {
    byte[] payload = request.getPayload();
    return switch (first) {
      case Paths.HELLO -> Optional.of(hello(HelloCodec.decode(payload)));
      case Paths.MANIFEST -> {
        manifestsServed.merge(path.get(1), 1, Integer::sum);
        yield Optional.of(block(path.get(1), request));
      }
      case Paths.BLOB ->
          blocksServed.incrementAndGet() > blockLimit
              ? Optional.empty()
              : Optional.of(block(path.get(1), request));
      case Paths.STATUS -> {
        statuses.add(ReportCodec.decodeStatus(payload));
        yield Optional.of(changed(ReportCodec.encode(new StatusAnswer(verdict))));
      }
      case Paths.EVENT -> {
        String name = String.join("/", path.subList(1, path.size()));
        events.add(name + "=" + ReportCodec.decodeEvent(payload).data());
        yield Optional.of(changed(new byte[0]));
      }
      case Paths.GOODBYE -> {
        events.add("goodbye " + ReportCodec.decodeGoodbye(payload).why());
        yield Optional.of(changed(new byte[0]));
      }
      default -> Optional.of(new Response(ResponseCode.NOT_FOUND));
    };
  }

  private Response hello(Hello hello) {
    boolean known =
        hello instanceof FullHello
            || hellos.stream().anyMatch(other -> other.digest().equals(hello.digest()));
    hellos.add(hello);
    HelloAnswer answer =
        known
            ? offer.<HelloAnswer>map(HelloAnswer.Update::new).orElse(new HelloAnswer.Nothing())
            : new HelloAnswer.SendFull();
    return changed(OfferCodec.encode(answer));
  }

  private Response block(String name, Request request) {
    byte[] octets = content.get(name);
    if (octets == null) {
      return new Response(ResponseCode.NOT_FOUND);
    }
    BlockOption asked = request.getOptions().getBlock2();
    int from = asked.getNum() * BLOCK_BYTES;
    if (from >= octets.length) {
      return new Response(ResponseCode.BAD_OPTION);
    }
    int to = Math.min(from + BLOCK_BYTES, octets.length);
    Response response = new Response(ResponseCode.CONTENT);
    response.getOptions().setBlock2(asked.getSzx(), to < octets.length, asked.getNum());
    response.setPayload(Arrays.copyOfRange(octets, from, to));
    return response;
  }

  private static Response changed(byte[] payload) {
    Response response = new Response(ResponseCode.CHANGED);
    response.setPayload(payload);
    return response;
  }
}
