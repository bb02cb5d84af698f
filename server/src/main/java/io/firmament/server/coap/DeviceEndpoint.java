package io.firmament.server.coap;

import io.firmament.server.app.DeviceLink;
import io.firmament.server.app.DeviceVerbs;
import io.firmament.server.app.WireMeter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The door to the devices. It is made first, since use cases need its {@link #link}; it opens when
 * the use cases are there, and closes once.
 */
public final class DeviceEndpoint implements AutoCloseable {
  private final CoapSettings settings;
  private final ServerIdentity identity;
  private final DtlsState state;
  private final InstantSource clock;
  private final DeviceQueues queues;
  private final DtlsLink link;
  private final WireLedger ledger = new WireLedger();
  private final AtomicReference<OpenEndpoint> open = new AtomicReference<>();

  /**
   * @param identity what devices see of the server
   * @param clock the time for devices and for the age of sessions
   */
  public DeviceEndpoint(
      CoapSettings settings, ServerIdentity identity, DtlsState state, InstantSource clock) {
    this.identity = identity;
    this.settings = settings;
    this.state = state;
    this.clock = clock;
    this.queues = new DeviceQueues(settings.workers());
    this.link = new DtlsLink(new PushChannel(queues, this::open));
  }

  private Optional<OpenEndpoint> open() {
    return Optional.ofNullable(open.get());
  }

  /**
   * The way to devices that are here; nobody is before {@link #start}.
   *
   * @return safe for several threads
   */
  public DeviceLink link() {
    return link;
  }

  /** What has crossed the wire; safe for several threads. */
  public WireMeter meter() {
    return ledger;
  }

  /**
   * Opens the door, with the sessions that were kept, and with the connections that the last
   * graceful stop saved.
   *
   * @param verbs the use cases behind it
   * @throws IOException when the address cannot be bound or the state's directory cannot be used
   */
  public void start(DeviceVerbs verbs) throws IOException {
    start(new VerbRequests(verbs, clock));
  }

  void start(DeviceRequests requests) throws IOException {
    OpenEndpoint opening =
        new OpenEndpoint(settings, identity, state, requests, queues, ledger, clock);
    open.set(opening);
    opening.start();
  }

  /** Where it listens: the port that was taken, where any was asked for. */
  public InetSocketAddress address() {
    return open().map(OpenEndpoint::address).orElse(settings.address());
  }

  /** DTLS connections now. */
  public int connections() {
    return open().map(OpenEndpoint::connections).orElse(0);
  }

  /** DTLS handshakes in progress. */
  public int handshakes() {
    return open().map(OpenEndpoint::handshakes).orElse(0);
  }

  /**
   * Closes the door gracefully: answers what waits, then keeps connections for the next start. A
   * second time it does nothing.
   */
  @Override
  public void close() {
    Optional.ofNullable(open.getAndSet(null)).ifPresent(OpenEndpoint::close);
    queues.close();
  }

  /** Ends as a crash would: nothing is saved. */
  void abandon() {
    Optional.ofNullable(open.getAndSet(null)).ifPresent(OpenEndpoint::abandon);
    queues.close();
  }
}
