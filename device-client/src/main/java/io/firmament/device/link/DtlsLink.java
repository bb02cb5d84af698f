package io.firmament.device.link;

import io.firmament.device.core.Link;
import io.firmament.device.core.LinkAnswer;
import io.firmament.device.core.LinkCounts;
import io.firmament.device.core.LinkRequest;
import io.firmament.device.core.UpdateEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.eclipse.californium.core.coap.BlockOption;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.coap.option.StandardOptionRegistry;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.AddressEndpointContext;
import org.eclipse.californium.elements.DtlsEndpointContext;
import org.eclipse.californium.elements.EndpointContext;
import org.eclipse.californium.elements.MapBasedEndpointContext;
import org.eclipse.californium.elements.MapBasedEndpointContext.Attributes;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.util.ClockUtil;
import org.eclipse.californium.scandium.DTLSConnector;

/**
 * A CoAP endpoint in DTLS, client and server on one association. Its listener is called from
 * Californium's threads.
 */
public final class DtlsLink implements Link {
  private static final int SZX_1024 = 6;

  /** An address that changes faster than it can be proved is given up after so many proofs. */
  private static final int MOST_CHALLENGES = 4;

  private final InetSocketAddress server;
  private final Consumer<UpdateEvent> listener;
  private final WireCounter counter = new WireCounter();
  private final Map<Long, Request> outstanding = new ConcurrentHashMap<>();
  private final MessageIds ids;
  private final CloudRequests cloudRequests;
  private final SessionKeeper sessions;
  private final Optional<LinkThreads> ownThreads;
  private final DTLSConnector connector;
  private final CoapEndpoint endpoint;
  private volatile InetSocketAddress resolved;

  private DtlsLink(LinkOptions options, Consumer<UpdateEvent> listener, SecureRandom random) {
    this.server = options.server();
    this.resolved = options.server();
    this.listener = listener;
    this.ids = new MessageIds(random);
    this.cloudRequests = new CloudRequests(listener);
    LinkThreads threads = options.threads().orElseGet(LinkThreads::ofOne);
    this.ownThreads = options.threads().isPresent() ? Optional.empty() : Optional.of(threads);
    Optional<SessionFile> file =
        options.directory().map(at -> new SessionFile(at, options.credential(), random));
    this.sessions = new SessionKeeper(file, counter, threads.disk());
    Configuration settings = EndpointSettings.configuration();
    this.connector =
        new CountingConnector(
            EndpointSettings.connector(
                settings,
                HandshakeProof.of(options),
                sessions,
                new AssociationWatch(
                    why -> listener.accept(new UpdateEvent.Closed(name(server) + " " + why)))),
            threads.dtls(),
            counter);
    this.endpoint = EndpointSettings.endpoint(settings, connector);
    endpoint.setExecutors(threads.coap(), threads.coap());
    endpoint.setMessageDeliverer(cloudRequests);
  }

  /**
   * Opens a link on a free port; nothing is sent yet.
   *
   * @param listener told what happens; must not block
   * @throws LinkFailedException when there is no socket to be had
   */
  public static DtlsLink open(
      LinkOptions options, Consumer<UpdateEvent> listener, SecureRandom random)
      throws LinkFailedException {
    DtlsLink link = new DtlsLink(options, listener, random);
    try {
      link.endpoint.start();
    } catch (IOException e) {
      link.close();
      throw new LinkFailedException("no UDP socket: " + e.getMessage(), e);
    }
    link.restoreSession();
    return link;
  }

  @Override
  public void send(long exchange, LinkRequest request) {
    if (request.handshake() != LinkRequest.Handshake.IF_NEEDED || resolved.isUnresolved()) {
      resolve();
    }
    if (resolved.isUnresolved()) {
      listener.accept(
          new UpdateEvent.Unanswered(
              exchange, "the host " + server.getHostString() + " is not known"));
      return;
    }
    transmit(exchange, build(request), 0);
  }

  /** Asks for the cloud's address; at a new one, the session is resumed there. */
  private void resolve() {
    InetSocketAddress before = resolved;
    resolved = new InetSocketAddress(server.getHostString(), server.getPort());
    if (!resolved.equals(before)) {
      restoreSession();
    }
  }

  private void restoreSession() {
    if (!resolved.isUnresolved()) {
      sessions
          .remembered(resolved, ClockUtil.nanoRealtime())
          .ifPresent(connector::restoreConnection);
    }
  }

  private void transmit(long exchange, Request request, int challenges) {
    request.setMID(ids.take());
    request.addMessageObserver(new RequestObserver(exchange, request, challenges, this));
    outstanding.put(exchange, request);
    endpoint.sendRequest(request);
  }

  private Request build(LinkRequest request) {
    Request message =
        new Request(
            CoAP.Code.valueOf(request.method().name()),
            request.confirmable() ? CoAP.Type.CON : CoAP.Type.NON);
    request.path().forEach(message.getOptions()::addUriPath);
    request.block().ifPresent(block -> message.getOptions().setBlock2(SZX_1024, false, block));
    message.setPayload(request.payload());
    message.setDestinationContext(context(request.handshake()));
    return message;
  }

  private EndpointContext context(LinkRequest.Handshake handshake) {
    return switch (handshake) {
      case IF_NEEDED -> new AddressEndpointContext(resolved);
      case RESUME -> new MapBasedEndpointContext(resolved, null, mode("probe"));
      case FULL -> new MapBasedEndpointContext(resolved, null, mode("full"));
    };
  }

  private static Attributes mode(String mode) {
    return new Attributes().add(DtlsEndpointContext.KEY_HANDSHAKE_MODE, mode);
  }

  @Override
  public void forget(long exchange) {
    Request request = outstanding.remove(exchange);
    if (request != null) {
      ids.giveBack(request.getMID());
      request.cancel();
    }
  }

  @Override
  public void reply(long request, int code, byte[] payload) {
    cloudRequests.reply(request, code, payload);
  }

  @Override
  public void ignore(long request) {
    cloudRequests.ignore(request);
  }

  @Override
  public void dropSession() {
    sessions.forget();
    connector.clearConnectionState();
  }

  @Override
  public LinkCounts counts() {
    return counter.counts();
  }

  @Override
  public void close() {
    cloudRequests.flush();
    endpoint.destroy();
    sessions.close();
    ownThreads.ifPresent(LinkThreads::close);
  }

  /** Takes in a response; one that asks for an echo is answered with it (RFC 9175 section 2.3). */
  void answered(long exchange, Request request, int challenges, Response response) {
    if (!settle(exchange, request)) {
      return;
    }
    Optional<byte[]> echo = echo(response);
    if (response.getCode() != CoAP.ResponseCode.UNAUTHORIZED || echo.isEmpty()) {
      listener.accept(new UpdateEvent.Answered(exchange, answer(request, response)));
    } else if (challenges < MOST_CHALLENGES) {
      transmit(exchange, repeated(request, echo.get()), challenges + 1);
    } else {
      // A handshake proves the address, too.
      String why = name(server) + " does not believe this address";
      listener.accept(new UpdateEvent.Unanswered(exchange, why));
    }
  }

  void unanswered(long exchange, Request request, Throwable error) {
    unanswered(exchange, request, Unreached.because(error, name(server)));
  }

  void unheard(long exchange, Request request) {
    unanswered(exchange, request, "no answer from " + name(server));
  }

  private static String name(InetSocketAddress address) {
    return address.getHostString() + ":" + address.getPort();
  }

  void unanswered(long exchange, Request request, String why) {
    if (settle(exchange, request)) {
      listener.accept(new UpdateEvent.Unanswered(exchange, why));
    }
  }

  /** Whether this request was still under way; it is no longer. */
  private boolean settle(long exchange, Request request) {
    boolean underWay = outstanding.remove(exchange, request);
    if (underWay) {
      ids.giveBack(request.getMID());
    }
    return underWay;
  }

  private Request repeated(Request request, byte[] echo) {
    Request again = new Request(request.getCode(), request.getType());
    again.setOptions(request.getOptions());
    again.getOptions().clearOtherOption(StandardOptionRegistry.ECHO);
    again.getOptions().addOtherOption(StandardOptionRegistry.ECHO.create(echo));
    again.setPayload(request.getPayload());
    again.setDestinationContext(new AddressEndpointContext(resolved));
    return again;
  }

  private static Optional<byte[]> echo(org.eclipse.californium.core.coap.Message message) {
    return Optional.ofNullable(message.getOptions().getOtherOption(StandardOptionRegistry.ECHO))
        .map(org.eclipse.californium.core.coap.Option::getValue);
  }

  private static LinkAnswer answer(Request request, Response response) {
    BlockOption block = response.getOptions().getBlock2();
    return new LinkAnswer(
        response.getCode().value,
        response.getPayload(),
        block == null ? 0 : block.getNum(),
        block != null && block.isM(),
        Duration.ofSeconds(response.getOptions().getMaxAge()),
        roundTrip(request, response));
  }

  /** A request has a time when it was given to DTLS, which is after any handshake. */
  private static Optional<Duration> roundTrip(Request request, Response response) {
    long left = request.getNanoTimestamp();
    long arrived = response.getNanoTimestamp();
    return left == 0 || arrived <= left
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(arrived - left));
  }
}
