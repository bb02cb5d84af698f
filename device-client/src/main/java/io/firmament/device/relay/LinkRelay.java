package io.firmament.device.relay;

import io.firmament.device.emulation.LinkSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Relays datagrams between devices and one cloud over emulated links, all on one thread. Empty
 * datagrams, which DTLS does not have, are not passed on.
 */
public final class LinkRelay implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LinkRelay.class);

  /** Selectors wait in milliseconds and may be late by one: nearer moments are slept up to. */
  private static final long NEAR_NANOS = 2_000_000;

  private static final long NAP_NANOS = 200_000;
  private static final long MILLI = 1_000_000;

  private record Wake(Duration moment, Lane lane) {}

  private final InetSocketAddress cloud;
  private final Selector selector;
  private final long origin = System.nanoTime();
  private final PriorityQueue<Wake> wakes = new PriorityQueue<>(Comparator.comparing(Wake::moment));
  private final Thread thread;

  private LinkRelay(InetSocketAddress cloud, Selector selector) {
    this.cloud = cloud;
    this.selector = selector;
    this.thread = new Thread(this::run, "firmament-link-relay");
    this.thread.setDaemon(true);
  }

  /**
   * A relay without devices.
   *
   * @param cloud where datagrams go; resolved anew for each source port
   * @throws IOException when there are no sockets to be had
   */
  public static LinkRelay open(InetSocketAddress cloud) throws IOException {
    LinkRelay relay = new LinkRelay(cloud, Selector.open());
    relay.thread.start();
    return relay;
  }

  /**
   * A link of its own for one device. The device may come from one address after the other, as it
   * does when it boots: the newest is the one that is spoken to.
   *
   * @param seed decides every fate
   * @param index which of several links with that seed
   * @throws IOException when there are no sockets to be had
   */
  public RelayedLink add(LinkSettings settings, long seed, long index) throws IOException {
    Lane lane = new Lane(cloud, settings, seed, index, selector, this::now);
    selector.wakeup();
    return lane;
  }

  private Duration now() {
    return Duration.ofNanos(System.nanoTime() - origin);
  }

  private void run() {
    try {
      while (selector.isOpen()) {
        await();
        for (SelectionKey key : selector.selectedKeys()) {
          Lane.Port port = (Lane.Port) key.attachment();
          port.lane().read(port);
          schedule(port.lane());
        }
        selector.selectedKeys().clear();
        deliverDue();
      }
    } catch (ClosedSelectorException closed) {
      LOG.debug("the relay was closed");
    } catch (IOException e) {
      LOG.error("the emulated links have ended, nothing is delivered any more: {}", e.toString());
    }
  }

  private void deliverDue() {
    for (Wake next = wakes.peek(); next != null && isDue(next); next = wakes.peek()) {
      wakes.poll();
      next.lane().deliverDue();
      schedule(next.lane());
    }
  }

  private boolean isDue(Wake wake) {
    return wake.moment().compareTo(now()) <= 0;
  }

  /** Notes when a lane wants to be woken; an entry that has become needless does no harm. */
  private void schedule(Lane lane) {
    Optional<Duration> wake = lane.newWake();
    wake.ifPresent(moment -> wakes.add(new Wake(moment, lane)));
  }

  /** Waits for a datagram, until the next one is due. */
  private void await() throws IOException {
    Wake next = wakes.peek();
    if (next == null) {
      selector.select();
      return;
    }
    long nanos = next.moment().minus(now()).toNanos();
    if (nanos > NEAR_NANOS) {
      selector.select((nanos - MILLI) / MILLI);
      return;
    }
    if (nanos > 0 && selector.selectNow() == 0) {
      LockSupport.parkNanos(Math.min(nanos, NAP_NANOS));
    }
    selector.selectNow();
  }

  /** Ends all links. */
  @Override
  public void close() {
    if (!selector.isOpen()) {
      return;
    }
    try {
      selector.keys().forEach(key -> ((Lane.Port) key.attachment()).lane().close());
      selector.close();
      thread.join();
    } catch (IOException e) {
      LOG.warn("the relay's sockets could not be closed: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
