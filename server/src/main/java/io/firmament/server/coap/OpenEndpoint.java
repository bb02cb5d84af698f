package io.firmament.server.coap;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.app.Identification;
import io.firmament.server.device.Approval;
import io.firmament.server.trigger.Trigger;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.network.InMemoryMessageExchangeStore;
import org.eclipse.californium.core.network.RandomTokenGenerator;
import org.eclipse.californium.core.network.TokenGenerator;
import org.eclipse.californium.core.network.serialization.UdpDataSerializer;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.util.ClockUtil;
import org.eclipse.californium.elements.util.DaemonThreadFactory;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.MultiNodeConnectionIdGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open door: how its parts hang together, from the socket to the use cases. */
final class OpenEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(OpenEndpoint.class);
  private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(5);

  private final CoapSettings settings;
  private final DeviceRequests requests;
  private final DeviceQueues queues;
  private final WireLedger ledger;
  private final InstantSource clock;
  private final CoapStage stage = new CoapStage();

  /** Looks after sessions, which may wait for the store: retransmissions must not. */
  private final ScheduledThreadPoolExecutor watch;

  private final HandshakeCount handshakes;
  private final SealedSessions sessions;
  private final SavedConnections saved;
  private final UnprovenAddresses addresses;
  private final DeviceConnector connector;
  private final RequestRouter router;
  private final CoapEndpoint endpoint;

  OpenEndpoint(
      CoapSettings settings,
      ServerIdentity identity,
      DtlsState state,
      DeviceRequests requests,
      DeviceQueues queues,
      WireLedger ledger,
      InstantSource clock)
      throws IOException {
    this.settings = settings;
    this.requests = requests;
    this.queues = queues;
    this.ledger = ledger;
    this.clock = clock;
    // Threads.
    watch = new ScheduledThreadPoolExecutor(1, new DaemonThreadFactory("session-watch-"));
    // What outlives a restart.
    state.prepare();
    sessions = SealedSessions.open(state.sessions(), state.box(), settings.sessionLife(), clock);
    saved = new SavedConnections(state.connections(), state.box());
    // DTLS.
    Configuration config = EndpointConfiguration.of(settings);
    handshakes = new HandshakeCount(settings.maxHandshakes(), settings.maxHandshakesFromHost());
    addresses = new UnprovenAddresses();
    DeviceConnections connections =
        new DeviceConnections(settings, sessions, addresses, ledger, this::gone);
    connector = new DeviceConnector(dtls(config, identity), connections, addresses, ledger);
    // CoAP.
    AddressCheck check =
        new AddressCheck(addresses, new EchoSeal(state.random(), System::nanoTime));
    router =
        new RequestRouter(requests, queues, check, settings.queuePerDevice(), this::disconnect);
    TokenGenerator tokens = new RandomTokenGenerator(config);
    InMemoryMessageExchangeStore exchanges = new InMemoryMessageExchangeStore(config, tokens);
    exchanges.setDeduplicator(new RepetitionMemory(System::nanoTime));
    endpoint =
        CoapEndpoint.builder()
            .setConfiguration(config)
            .setTokenGenerator(tokens)
            .setMessageExchangeStore(exchanges)
            .setConnector(connector)
            .setEndpointContextMatcher(new AssociationMatcher())
            .setDataSerializerAndParser(new UdpDataSerializer(), new StrictParser())
            .build();
    endpoint.setExecutors(stage, stage);
    endpoint.setMessageDeliverer(router);
  }

  private DtlsConnectorConfig dtls(Configuration config, ServerIdentity identity) {
    return DtlsConnectorConfig.builder(config)
        .setAddress(settings.address())
        .setConnectionIdGenerator(
            new MultiNodeConnectionIdGenerator(settings.nodeId(), EndpointConfiguration.CID_BYTES))
        .setCertificateIdentityProvider(identity.provider())
        .setAdvancedCertificateVerifier(new CertificateLookup(requests))
        .setAdvancedPskStore(new PskLookup(requests))
        .setSessionStore(sessions)
        .setResumptionVerifier(new ResumptionCheck(requests, sessions))
        .setApplicationLevelInfoSupplier(
            (principal, found) ->
                found instanceof Identification.Known known ? Identity.info(known) : null)
        .setSessionListener(new HandshakeWatch(handshakes, System::nanoTime, this::finished))
        .build();
  }

  void start() throws IOException {
    int revived = saved.load(connector);
    List<Association> known = connector.connections().associations();
    listen();
    known.forEach(this::revived);
    watch.scheduleWithFixedDelay(this::lookAfterSessions, 1, 1, TimeUnit.SECONDS);
    LOG.info("CoAP over DTLS on {}, {} connections from before", address(), revived);
  }

  private void listen() throws IOException {
    try {
      endpoint.start();
    } catch (IOException e) {
      String where = RequestRouter.endpoint(settings.address());
      throw new IOException("cannot listen on UDP " + where + ": " + e.getMessage(), e);
    }
  }

  private void lookAfterSessions() {
    try {
      requests.lookAfterSessions();
    } catch (RuntimeException e) {
      LOG.error("looking after sessions failed", e);
    }
  }

  InetSocketAddress address() {
    return connector.getAddress();
  }

  int connections() {
    return connector.connections().size();
  }

  int handshakes() {
    return handshakes.size();
  }

  /** The association of a device, if it has one. */
  Optional<Association> association(DeviceId device) {
    return connector.connections().association(device);
  }

  /** Whether nobody knows if a device hears what is sent to this address. */
  boolean isUnproved(InetSocketAddress address) {
    return addresses.at(address).isPresent();
  }

  /** The device has answered what was sent there. */
  void proved(InetSocketAddress address) {
    addresses.proved(address);
  }

  /** Sends a request, and gives it up after a while unless it is done before. */
  void send(Request request, Duration patience, CompletableFuture<?> done) {
    endpoint.sendRequest(request);
    Future<?> end = stage.schedule(request::cancel, patience.toMillis(), TimeUnit.MILLISECONDS);
    done.whenComplete((result, failure) -> end.cancel(false));
  }

  private void finished(
      Principal peer, Trigger trigger, InetSocketAddress address, Optional<Duration> roundTrip) {
    Identity.of(peer).ifPresent(device -> ledger.finished(device, address));
    Identity.known(peer)
        .ifPresent(
            known -> {
              Runnable noted = () -> arrived(known, trigger, address, roundTrip);
              if (isNotedFromMemory(known)) {
                queues.runOrAdd(known.device(), noted);
              } else {
                queues.add(known.device(), noted);
              }
            });
  }

  /**
   * That an approved device is online is told with its hello. Of another one it is told here, for
   * which the disk may be read; a newcomer is written down, too.
   */
  private boolean isNotedFromMemory(Identification.Known known) {
    return known.newcomer().isEmpty()
        && requests.approval(known.device()).filter(Approval.APPROVED::equals).isPresent();
  }

  private void arrived(
      Identification.Known known,
      Trigger trigger,
      InetSocketAddress address,
      Optional<Duration> roundTrip) {
    router.forget(known.device());
    if (isHere(known)) {
      String endpoint = RequestRouter.endpoint(address);
      requests.connected(known.device(), trigger, endpoint, roundTrip);
    }
  }

  /**
   * A credential may have been replaced while its handshake went on, and the room for newcomers
   * filled: who is not registered holds nothing. A denied device hears so when it asks for
   * something; until then it is not here.
   */
  private boolean isHere(Identification.Known known) {
    DeviceId device = known.device();
    known.newcomer().ifPresent(product -> requests.quarantine(device, product));
    Optional<Approval> approval = requests.approval(device, known.credential());
    if (approval.isEmpty()) {
      // After its connection has taken the place of the one before.
      queues.add(device, () -> disconnect(device));
      return false;
    }
    return approval.get() != Approval.DENIED;
  }

  private void revived(Association association) {
    Instant heard =
        clock.instant().minusNanos(ClockUtil.nanoRealtime() - association.lastHeardNanos());
    String address = RequestRouter.endpoint(association.address());
    Identity.of(association.device())
        .ifPresent(device -> queues.add(device, () -> requests.revived(device, address, heard)));
  }

  private void gone(DeviceId device) {
    queues.add(
        device,
        () -> {
          router.forget(device);
          requests.lost(device);
        });
  }

  /** Ends a device's association and forgets its session. */
  void disconnect(DeviceId device) {
    sessions.remove(device);
    association(device).map(Association::address).ifPresent(connector::close);
    connector.connections().drop(device);
  }

  /** Answers what waits, then keeps connections for the next start. */
  void close() {
    awaitAnswers();
    watch.shutdownNow();
    endpoint.stop();
    connector.connections().goHome();
    try {
      int kept = saved.save(connector, settings.sessionLife().toSeconds());
      LOG.info("{} DTLS connections kept for the next start", kept);
    } catch (IOException e) {
      LOG.warn("DTLS connections are not kept: devices resume with an abbreviated handshake", e);
    }
    release();
  }

  /** Ends as a crash would: nothing is saved. */
  void abandon() {
    watch.shutdownNow();
    endpoint.stop();
    release();
  }

  private void release() {
    endpoint.destroy();
    sessions.close();
    stage.shutdownNow();
  }

  private void awaitAnswers() {
    try {
      if (!router.drain(DRAIN_PATIENCE)) {
        LOG.warn("requests were still being worked on after {}", DRAIN_PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
