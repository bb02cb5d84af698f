package io.firmament.server.coap;

import io.firmament.protocol.value.DeviceId;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.eclipse.californium.scandium.dtls.Connection;
import org.eclipse.californium.scandium.dtls.InMemoryReadWriteLockConnectionStore;
import org.eclipse.californium.scandium.dtls.SessionStore;
import org.eclipse.californium.scandium.util.SecretUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The DTLS connections, one a device: a new one takes the place of the old one, which Scandium
 * would keep until it is stale. Their number is bounded; a full store gives up stale connections
 * and otherwise refuses new ones.
 */
final class DeviceConnections extends InMemoryReadWriteLockConnectionStore {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceConnections.class);
  private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(10);

  private final CoapSettings settings;
  private final UnprovenAddresses addresses;
  private final WireLedger ledger;
  private final Consumer<DeviceId> whenGone;

  /** When to say again that there is no room, in nanoseconds of {@link System#nanoTime}. */
  private final AtomicLong nextWarning = new AtomicLong(System.nanoTime());

  /**
   * @param addresses is told where connections move to
   * @param ledger is told of connections that are no more
   * @param whenGone is told of a device that has no connection any more; must not block
   */
  DeviceConnections(
      CoapSettings settings,
      SessionStore sessions,
      UnprovenAddresses addresses,
      WireLedger ledger,
      Consumer<DeviceId> whenGone) {
    super(settings.maxConnections(), settings.staleAfter().toSeconds(), sessions, true);
    this.settings = settings;
    this.addresses = addresses;
    this.ledger = ledger;
    this.whenGone = whenGone;
    connections.addEvictionListener(stale -> inItsTurn(stale, () -> givenUp(stale)));
  }

  @Override
  public boolean put(Connection connection) {
    boolean room = super.put(connection);
    if (!room) {
      sayFull();
    }
    return room;
  }

  /** Strangers can bring this about as often as they like. */
  private void sayFull() {
    long due = nextWarning.get();
    long now = System.nanoTime();
    if (now - due >= 0 && nextWarning.compareAndSet(due, now + BETWEEN_WARNINGS.toNanos())) {
      LOG.warn(
          "no room for another DTLS connection: {} are kept, and none has been silent for {};"
              + " devices that handshake are refused",
          settings.maxConnections(),
          settings.staleAfter());
    }
  }

  /**
   * A stale connection made room for another one. Scandium has taken it out of its maps just
   * before, tells nobody, and lets its keys lie.
   */
  private void givenUp(Connection stale) {
    Principal principal = stale.getEstablishedPeerIdentity();
    addresses.gone(stale.getConnectionId());
    ledger.gone(stale.getConnectionId());
    stale.shutdown();
    SecretUtil.destroy(stale.getDtlsContext());
    gone(principal);
  }

  private void gone(Principal principal) {
    if (principal != null && !connectionsByPrincipal.containsKey(principal)) {
      Identity.of(principal).ifPresent(whenGone);
    }
  }

  /** How many there are. */
  int size() {
    return connections.size();
  }

  /** The connection of a device, if it has one. */
  Optional<Connection> find(DeviceId device) {
    return Optional.ofNullable(connectionsByPrincipal.get(Identity.principal(device)));
  }

  /** A device's association, if it has one and an address. */
  Optional<Association> association(DeviceId device) {
    return find(device).filter(DeviceConnections::isAssociated).map(Association::of);
  }

  /** The device at an address, if one is associated there. */
  Optional<DeviceId> deviceAt(InetSocketAddress address) {
    return Optional.ofNullable(get(address))
        .flatMap(connection -> Identity.of(connection.getEstablishedPeerIdentity()));
  }

  /** All associations. */
  List<Association> associations() {
    List<Association> all = new ArrayList<>();
    for (Connection connection : connections.values()) {
      if (isAssociated(connection)) {
        all.add(Association.of(connection));
      }
    }
    return all;
  }

  private static boolean isAssociated(Connection connection) {
    return connection.hasEstablishedDtlsContext()
        && connection.getPeerAddress() != null
        && connection.getEstablishedPeerIdentity() != null;
  }

  @Override
  public boolean update(Connection connection, InetSocketAddress address) {
    InetSocketAddress before = connection == null ? null : connection.getPeerAddress();
    boolean updated = super.update(connection, address);
    if (updated && address != null && !address.equals(before)) {
      addresses.moved(connection.getConnectionId(), before, address);
    }
    return updated;
  }

  /** Brings connections back to where they were proved to be: for the next start. */
  void goHome() {
    for (Connection connection : connections.values()) {
      InetSocketAddress address = connection.getPeerAddress();
      Optional<InetSocketAddress> home =
          address == null ? Optional.empty() : addresses.home(address);
      home.ifPresent(proved -> super.update(connection, proved));
    }
  }

  @Override
  public void putEstablishedSession(Connection connection) {
    // A handshake was finished there, which began with a HelloVerifyRequest.
    addresses.proved(connection.getPeerAddress());
    Identity.known(connection.getEstablishedPeerIdentity())
        .ifPresent(known -> connection.setEstablishedPeerIdentity(Identity.principal(known)));
    Principal principal = connection.getEstablishedPeerIdentity();
    Connection before = principal == null ? null : connectionsByPrincipal.get(principal);
    super.putEstablishedSession(connection);
    if (before != null && before != connection) {
      inItsTurn(before, () -> replaced(before));
    }
  }

  /** Another connection of its device has taken its place: the device is not gone. */
  private void replaced(Connection before) {
    addresses.gone(before.getConnectionId(), before.getPeerAddress());
    ledger.replaced(before.getConnectionId());
    super.remove(before, false);
  }

  @Override
  public boolean remove(Connection connection, boolean removeFromSessionCache) {
    Principal principal = connection.getEstablishedPeerIdentity();
    addresses.gone(connection.getConnectionId(), connection.getPeerAddress());
    ledger.gone(connection.getConnectionId());
    boolean removed = super.remove(connection, removeFromSessionCache);
    if (removed) {
      gone(principal);
    }
    return removed;
  }

  /** Removes a device's connection and forgets its session. */
  void drop(DeviceId device) {
    find(device).ifPresent(connection -> inItsTurn(connection, () -> remove(connection, true)));
  }

  private static void inItsTurn(Connection connection, Runnable job) {
    if (connection.isExecuting()) {
      connection.getExecutor().execute(job);
    } else {
      job.run();
    }
  }
}
