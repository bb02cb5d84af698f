package io.firmament.server.coap;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.app.WireMeter;
import io.firmament.server.transfer.Octets;
import io.firmament.server.transfer.WireBytes;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.eclipse.californium.elements.util.Bytes;

/**
 * Counts every datagram where it enters or leaves the socket, and charges a device with what it has
 * proved to be its own: authentic records, and the handshake that led to them. Whatever is charged
 * to nobody is unattributed. So the sum of all is what a capture at the port shows.
 *
 * <p>A device is found by its connection or its address, in maps without a common lock.
 */
final class WireLedger implements WireMeter {
  private static final int MOST_CONNECTIONS = 100_000;

  private final LongAdder up = new LongAdder();
  private final LongAdder down = new LongAdder();
  private final Map<DeviceId, WireAccount> accounts = new ConcurrentHashMap<>();
  private final Map<Bytes, WireAccount> byConnection = new ConcurrentHashMap<>();
  private final Map<InetSocketAddress, WireAccount> byAddress = new ConcurrentHashMap<>();
  private final HandshakeTallies handshakes = new HandshakeTallies();

  // ---- At the socket

  /** A datagram came. */
  void arrived(int octets) {
    up.add(octets);
  }

  /** A datagram left. */
  void left(int octets) {
    down.add(octets);
  }

  // ---- What it was

  /** Part of a handshake that is not finished, or not yet; or of one that was, come late. */
  void handshake(InetSocketAddress peer, long upwards, long downwards) {
    handshakes.add(peer, upwards, downwards);
  }

  /** An authentic record of a connection that is no message. */
  void spoke(Bytes connection, Principal device, InetSocketAddress peer, int octets) {
    WireAccount account = account(connection, device);
    if (account == null) {
      handshake(peer, octets, 0);
    } else {
      account.handshake(octets, 0);
    }
  }

  /**
   * An authentic message of a device.
   *
   * @param octets of its record
   */
  void received(
      Bytes connection, Principal device, InetSocketAddress from, byte[] message, int octets) {
    WireAccount account = account(connection, device);
    if (account != null) {
      heardFrom(account, from);
      account.received(message, octets);
    }
  }

  private void heardFrom(WireAccount account, InetSocketAddress from) {
    if (!account.isAt(from)) {
      InetSocketAddress before = account.moved(from);
      if (before != null) {
        byAddress.remove(before, account);
      }
    }
    if (byAddress.get(from) != account) {
      byAddress.put(from, account);
    }
    claim(account, from);
  }

  private void claim(WireAccount account, InetSocketAddress from) {
    Octets handshake = handshakes.claim(from);
    if (handshake.sum() > 0) {
      account.handshake(handshake.up(), handshake.down());
    }
  }

  /** A handshake was finished. */
  void finished(DeviceId device, InetSocketAddress peer) {
    claim(account(device), peer);
  }

  /**
   * A message to a device.
   *
   * @param owner who is there, where nobody has been heard from that address
   */
  void sent(InetSocketAddress to, byte[] message, int octets, Supplier<Optional<DeviceId>> owner) {
    WireAccount account = byAddress.get(to);
    if (account == null) {
      account = owner.get().map(this::account).orElse(null);
    }
    if (account != null) {
      account.sent(message, octets);
    }
  }

  /** An alert to a peer: of a device's, if one was heard from there. */
  void alerted(InetSocketAddress to, int octets) {
    WireAccount account = byAddress.get(to);
    if (account == null) {
      handshake(to, 0, octets);
    } else {
      account.handshake(0, octets);
    }
  }

  /** A device's connection has made room for its next one. */
  void replaced(Bytes connection) {
    byConnection.remove(connection);
  }

  /** A connection is no more. */
  void gone(Bytes connection) {
    WireAccount account = byConnection.remove(connection);
    InetSocketAddress last = account == null ? null : account.address();
    if (last != null) {
      byAddress.remove(last, account);
    }
  }

  /** {@code null} where nobody is known yet. */
  private WireAccount account(Bytes connection, Principal device) {
    WireAccount known = byConnection.get(connection);
    if (known != null) {
      return known;
    }
    WireAccount account = Identity.of(device).map(this::account).orElse(null);
    if (account != null) {
      if (byConnection.size() >= MOST_CONNECTIONS) {
        // Scandium does not tell of connections that it gives up; they are found again.
        byConnection.clear();
      }
      byConnection.put(connection, account);
    }
    return account;
  }

  private WireAccount account(DeviceId device) {
    return accounts.computeIfAbsent(device, id -> new WireAccount());
  }

  /** How many connections are remembered. */
  int connections() {
    return byConnection.size();
  }

  // ---- For the use cases

  @Override
  public WireBytes of(DeviceId device) {
    WireAccount account = accounts.get(device);
    return account == null ? WireBytes.NONE : account.bytes();
  }

  @Override
  public Set<DeviceId> devices() {
    return Set.copyOf(accounts.keySet());
  }

  @Override
  public Octets total() {
    return new Octets(up.sum(), down.sum());
  }

  @Override
  public void forgetBlocks(DeviceId device) {
    WireAccount account = accounts.get(device);
    if (account != null) {
      account.forgetBlocks();
    }
  }
}
