package io.firmament.server.transfer;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.TransferLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Whose turn it is to be sent something: so many devices at once and so many starts a minute, of
 * all and of each product. Who waits is served in the order in which he came; whoever waits for his
 * own product's limit holds up nobody of another one. Not safe for several threads.
 */
public final class TurnsMachine {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final TransferLimits limits;
  private final Function<ProductId, TransferLimits> limitsOf;
  private final Map<DeviceId, Turn> running = new HashMap<>();
  private final QueueMachine waiting = new QueueMachine();
  private final Room all = new Room();
  private final Map<ProductId, Room> rooms = new HashMap<>();

  /**
   * @param limits what holds for all products together
   * @param limitsOf what holds for one product
   */
  public TurnsMachine(TransferLimits limits, Function<ProductId, TransferLimits> limitsOf) {
    this.limits = limits;
    this.limitsOf = limitsOf;
  }

  /**
   * A turn.
   *
   * @param product the device's product
   * @param since since when
   */
  public record Turn(ProductId product, Instant since) {}

  /** How much is under way in one place. */
  private static final class Room {
    private final Deque<Instant> starts = new ArrayDeque<>();
    private int running;
    private int waiting;

    private boolean isFull(TransferLimits limits, Instant now) {
      while (!starts.isEmpty() && !starts.peekFirst().plus(WINDOW).isAfter(now)) {
        starts.removeFirst();
      }
      return limits.atOnce() > 0 && running >= limits.atOnce()
          || limits.startsPerMinute() > 0 && starts.size() >= limits.startsPerMinute();
    }

    private void start(TransferLimits limits, Instant now) {
      running++;
      if (limits.startsPerMinute() > 0) {
        starts.addLast(now);
      }
    }
  }

  /**
   * The place in the queue of a device that would ask now, from 1.
   *
   * @return empty where it has a turn, or would get one
   */
  public Optional<Long> place(DeviceId device, ProductId product, Instant now) {
    if (running.containsKey(device)) {
      return Optional.empty();
    }
    if (!waiting.contains(device)) {
      return isFree(product, now) ? Optional.empty() : Optional.of(waiting.size() + 1L);
    }
    return waiting.place(device);
  }

  /**
   * Asks for a turn; who gets none waits from now on.
   *
   * @param beyond it gets one in any case: <i>flash now</i>, or what has begun already
   */
  public boolean take(DeviceId device, ProductId product, boolean beyond, Instant now) {
    if (running.containsKey(device)) {
      return true;
    }
    if (beyond || !waiting.contains(device) && isFree(product, now)) {
      begin(device, product, now);
      return true;
    }
    if (waiting.add(device, product)) {
      room(product).waiting++;
    }
    return false;
  }

  /** The device does not want anything any more: neither a turn nor a place. */
  public void leave(DeviceId device) {
    Turn turn = running.remove(device);
    if (turn != null) {
      all.running--;
      room(turn.product()).running--;
    }
    unqueue(device);
  }

  /** Takes turns back from those who do not use them. */
  public void keep(Predicate<Map.Entry<DeviceId, Turn>> uses) {
    List<DeviceId> idle =
        running.entrySet().stream().filter(uses.negate()).map(Map.Entry::getKey).toList();
    idle.forEach(this::leave);
  }

  /** Gives turns to those who wait, as far as there are some; returns who got one. */
  public List<DeviceId> grant(Instant now) {
    List<DeviceId> granted = new ArrayList<>();
    Set<ProductId> open = withRoom(now);
    Iterator<DeviceId> queue = waiting.inOrder();
    while (!open.isEmpty() && queue.hasNext() && !all.isFull(limits, now)) {
      DeviceId next = queue.next();
      ProductId product = waiting.product(next);
      if (open.contains(product)) {
        start(next, product, now);
        granted.add(next);
        if (isFull(product, now)) {
          open.remove(product);
        }
      }
    }
    granted.forEach(this::unqueue);
    return granted;
  }

  /** The products that somebody waits for and that have room. */
  private Set<ProductId> withRoom(Instant now) {
    Set<ProductId> open = new HashSet<>();
    for (Map.Entry<ProductId, Room> room : rooms.entrySet()) {
      if (room.getValue().waiting > 0 && !isFull(room.getKey(), now)) {
        open.add(room.getKey());
      }
    }
    return open;
  }

  private boolean isFull(ProductId product, Instant now) {
    return room(product).isFull(limitsOf.apply(product), now);
  }

  /** Whether a device stands in the queue. */
  public boolean waits(DeviceId device) {
    return waiting.contains(device);
  }

  /** What keeping the queue has cost so far, in steps. */
  long steps() {
    return waiting.steps();
  }

  /** How many have a turn. */
  public int running() {
    return running.size();
  }

  /** How many wait for one. */
  public int waiting() {
    return waiting.size();
  }

  /** Whether a newcomer may begin: there is room, and nobody waits who could use it. */
  private boolean isFree(ProductId product, Instant now) {
    return !all.isFull(limits, now) && !isFull(product, now) && withRoom(now).isEmpty();
  }

  private void begin(DeviceId device, ProductId product, Instant now) {
    unqueue(device);
    start(device, product, now);
  }

  private void start(DeviceId device, ProductId product, Instant now) {
    running.put(device, new Turn(product, now));
    all.start(limits, now);
    room(product).start(limitsOf.apply(product), now);
  }

  private void unqueue(DeviceId device) {
    waiting.remove(device).ifPresent(product -> room(product).waiting--);
  }

  private Room room(ProductId product) {
    return rooms.computeIfAbsent(product, p -> new Room());
  }
}
