package io.firmament.server.coap;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.californium.elements.util.Bytes;
import org.eclipse.californium.scandium.dtls.ConnectionId;

/**
 * Addresses that a record with a connection id came from, and of which nobody has proved that the
 * device hears what is sent there: the sender of a datagram can write any source into it. To such
 * an address go at most three times the octets that came from it (RFC 9146 section 6, RFC 9000
 * section 8.1). Where a connection was before is remembered: a device that is heard from there
 * again needs no new proof. Usually empty; at most one entry a connection.
 */
final class UnprovenAddresses {
  /** Octets that may go to an unproved address for each one that came from it. */
  static final int MOST_AMPLIFICATION = 3;

  private final Map<InetSocketAddress, Move> moves = new ConcurrentHashMap<>();

  /** Octets of the record with which a connection may be about to move. */
  private final Map<ConnectionId, Integer> arriving = new ConcurrentHashMap<>();

  /**
   * A connection's move.
   *
   * @param connection whose
   * @param home its last address that was proved; empty where another connection took it
   * @param credit octets that may still be sent there
   */
  private record Move(
      ConnectionId connection, Optional<InetSocketAddress> home, AtomicLong credit) {}

  /**
   * A record came, and is going to be looked at: to be called in the connection's turn.
   *
   * @param before the connection's address so far; may be {@code null}
   * @param octets the record's size
   */
  void arriving(
      ConnectionId connection, InetSocketAddress before, InetSocketAddress from, int octets) {
    if (!from.equals(before)) {
      arriving.put(connection, octets);
      return;
    }
    Move move = moves.isEmpty() ? null : moves.get(from);
    if (move != null) {
      move.credit().addAndGet((long) MOST_AMPLIFICATION * octets);
    }
  }

  /** The record was looked at. */
  void arrived(ConnectionId connection) {
    if (!arriving.isEmpty()) {
      arriving.remove(connection);
    }
  }

  /**
   * An authentic record, newer than all before, came from another address.
   *
   * @param before the address so far; {@code null} where another connection took it
   */
  void moved(ConnectionId connection, InetSocketAddress before, InetSocketAddress to) {
    Optional<InetSocketAddress> home = Optional.ofNullable(before);
    if (before != null) {
      Move left = moves.get(before);
      if (left != null && left.connection().equals(connection)) {
        moves.remove(before, left);
        home = left.home();
      }
    }
    if (home.filter(to::equals).isEmpty()) {
      long credit = (long) MOST_AMPLIFICATION * arriving.getOrDefault(connection, 0);
      moves.put(to, new Move(connection, home, new AtomicLong(credit)));
    } else {
      moves.remove(to);
    }
  }

  /** The peer at this address has proved that it hears what is sent there. */
  void proved(InetSocketAddress address) {
    moves.remove(address);
  }

  /** A connection is no more. */
  void gone(ConnectionId connection, InetSocketAddress address) {
    if (address != null) {
      moves.computeIfPresent(address, (at, m) -> m.connection().equals(connection) ? null : m);
    }
  }

  /** A connection is no more, and nobody knows where it was. */
  void gone(ConnectionId connection) {
    if (!moves.isEmpty()) {
      moves.values().removeIf(move -> move.connection().equals(connection));
    }
  }

  /** The last proved address of a connection that is at an unproved one now. */
  Optional<InetSocketAddress> home(InetSocketAddress address) {
    return Optional.ofNullable(moves.get(address)).flatMap(Move::home);
  }

  /** The connection that is at this address, where the address is not proved. */
  Optional<Bytes> at(InetSocketAddress address) {
    return moves.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(moves.get(address)).map(Move::connection);
  }

  /** Octets that may still be sent to an address. */
  long credit(InetSocketAddress address) {
    Move move = moves.isEmpty() ? null : moves.get(address);
    return move == null ? Long.MAX_VALUE : move.credit().get();
  }

  /** Takes octets that are about to be sent off the credit; false where there is not enough. */
  boolean spend(InetSocketAddress address, int octets) {
    Move move = moves.isEmpty() ? null : moves.get(address);
    if (move == null) {
      return true;
    }
    long left = move.credit().addAndGet(-octets);
    if (left < 0) {
      move.credit().addAndGet(octets);
    }
    return left >= 0;
  }
}
