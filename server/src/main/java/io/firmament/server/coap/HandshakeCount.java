package io.firmament.server.coap;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;

/** The handshakes in progress: bounded in all and from one host. */
final class HandshakeCount {
  /** Longer than Scandium repeats its flights: 3 + 6 + 12 + 24 + 48 s. */
  static final Duration ABANDONED = Duration.ofMinutes(3);

  private final int most;
  private final int mostFromHost;

  /** These two are guarded by this object. */
  private final Map<Object, Begun> going = new IdentityHashMap<>();

  private final Map<InetAddress, Integer> byHost = new HashMap<>();

  private record Begun(InetAddress host, long nanos) {}

  /**
   * @param most in all
   * @param mostFromHost from one address
   */
  HandshakeCount(int most, int mostFromHost) {
    this.most = most;
    this.mostFromHost = mostFromHost;
  }

  /**
   * Counts a handshake, if there is room.
   *
   * @param handshake which one, told apart by identity
   * @param nanos the time now, in nanoseconds from any origin
   * @return whether it may go on
   */
  synchronized boolean begin(Object handshake, InetAddress host, long nanos) {
    if (isFull(host)) {
      forgetAbandoned(nanos - ABANDONED.toNanos());
    }
    if (isFull(host)) {
      return false;
    }
    going.put(handshake, new Begun(host, nanos));
    byHost.merge(host, 1, Integer::sum);
    return true;
  }

  private boolean isFull(InetAddress host) {
    return going.size() >= most || byHost.getOrDefault(host, 0) >= mostFromHost;
  }

  /** Scandium ends every handshake in time, but does not tell of all of them. */
  private void forgetAbandoned(long oldest) {
    if (going.values().removeIf(begun -> begun.nanos() - oldest < 0)) {
      byHost.clear();
      going.values().forEach(begun -> byHost.merge(begun.host(), 1, Integer::sum));
    }
  }

  /**
   * Counts a handshake no more.
   *
   * @return how long it took; empty when it was not counted
   */
  synchronized Optional<Duration> end(Object handshake, long nanos) {
    Begun begun = going.remove(handshake);
    if (begun == null) {
      return Optional.empty();
    }
    byHost.computeIfPresent(begun.host(), (host, count) -> count == 1 ? null : count - 1);
    return Optional.of(Duration.ofNanos(nanos - begun.nanos()));
  }

  /** How many go on. */
  synchronized int size() {
    return going.size();
  }
}
