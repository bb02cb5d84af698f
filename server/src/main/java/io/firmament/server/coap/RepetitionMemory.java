package io.firmament.server.coap;

import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.network.KeyMID;
import org.eclipse.californium.core.network.deduplication.Deduplicator;

/**
 * What was said lately, so that a repetition is answered again and acted upon once (RFC 7252
 * section 4.5). A device has the memory of its newest association: no record of an older one can
 * come any more. Requests that change nothing are not kept, since to answer them anew does no harm:
 * with Californium's own memory each boot of a device that fetched blocks would cost 60 kB for 247
 * s.
 */
final class RepetitionMemory implements Deduplicator {
  /** Messages of an association that are kept. */
  static final int MOST_PER_ASSOCIATION = 16;

  /** RFC 7252 section 4.8.2, EXCHANGE_LIFETIME with the default parameters. */
  private static final long LIFETIME_NANOS = TimeUnit.SECONDS.toNanos(247);

  private static final long SWEEP_SECONDS = 10;

  private final LongSupplier nanos;
  private final Map<Object, Recent> byAssociation = new ConcurrentHashMap<>();
  private final Map<Principal, Object> newest = new ConcurrentHashMap<>();
  private ScheduledExecutorService executor;
  private Future<?> sweeping;

  RepetitionMemory(LongSupplier nanos) {
    this.nanos = nanos;
  }

  private record Kept(Exchange exchange, long since) {}

  /** The messages of one association, oldest first. */
  private static final class Recent {
    private final Map<KeyMID, Kept> messages = new LinkedHashMap<>();

    synchronized Exchange find(KeyMID key) {
      Kept kept = messages.get(key);
      return kept == null ? null : kept.exchange();
    }

    /** Keeps an exchange unless there is one of the same direction, which is returned. */
    synchronized Exchange findOrKeep(KeyMID key, Exchange exchange, long now) {
      Exchange before = find(key);
      if (before != null && before.getOrigin() == exchange.getOrigin()) {
        return before;
      }
      keep(key, exchange, now);
      return null;
    }

    synchronized void keep(KeyMID key, Exchange exchange, long now) {
      messages.remove(key);
      messages.put(key, new Kept(exchange, now));
      if (messages.size() > MOST_PER_ASSOCIATION) {
        messages.remove(messages.keySet().iterator().next());
      }
    }

    synchronized boolean isEmptyWithout(long oldest) {
      messages.values().removeIf(kept -> kept.since() - oldest < 0);
      return messages.isEmpty();
    }

    synchronized int size() {
      return messages.size();
    }
  }

  @Override
  public Exchange findPrevious(KeyMID key, Exchange exchange) {
    return changesNothing(exchange)
        ? null
        : recent(key, exchange).findOrKeep(key, exchange, nanos.getAsLong());
  }

  @Override
  public boolean replacePrevious(KeyMID key, Exchange previous, Exchange exchange) {
    recent(key, exchange).keep(key, exchange, nanos.getAsLong());
    return true;
  }

  @Override
  public Exchange find(KeyMID key) {
    Recent recent = byAssociation.get(key.getPeer());
    return recent == null ? null : recent.find(key);
  }

  private static boolean changesNothing(Exchange exchange) {
    return !exchange.isOfLocalOrigin() && exchange.getRequest().getCode() == Code.GET;
  }

  /** The memory of an association; a device's first word on a new one ends that of the old one. */
  private Recent recent(KeyMID key, Exchange exchange) {
    Object association = key.getPeer();
    device(exchange)
        .map(device -> newest.put(device, association))
        .filter(before -> !before.equals(association))
        .ifPresent(byAssociation::remove);
    return byAssociation.computeIfAbsent(association, any -> new Recent());
  }

  private static Optional<Principal> device(Exchange exchange) {
    return exchange.isOfLocalOrigin()
        ? Optional.empty()
        : Optional.ofNullable(exchange.getRequest().getSourceContext().getPeerIdentity());
  }

  /** Forgets what is too old to be repeated. */
  void sweep() {
    long oldest = nanos.getAsLong() - LIFETIME_NANOS;
    byAssociation.values().removeIf(recent -> recent.isEmptyWithout(oldest));
    newest.values().removeIf(association -> !byAssociation.containsKey(association));
  }

  @Override
  public synchronized void setExecutor(ScheduledExecutorService timer) {
    executor = timer;
  }

  @Override
  public synchronized void start() {
    sweeping =
        executor.scheduleWithFixedDelay(
            this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public synchronized void stop() {
    sweeping.cancel(false);
    clear();
  }

  @Override
  public boolean isEmpty() {
    return byAssociation.isEmpty();
  }

  @Override
  public int size() {
    return byAssociation.values().stream().mapToInt(Recent::size).sum();
  }

  @Override
  public void clear() {
    byAssociation.clear();
    newest.clear();
  }
}
