package io.firmament.server.transfer;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.ProductId;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who waits, in the order in which he came. Coming, leaving and counting a place take logarithmic
 * time, however many wait. Not safe for several threads.
 */
final class QueueMachine {
  private static final int SMALLEST = 64;

  private final Map<DeviceId, Waiting> waiting = new LinkedHashMap<>();

  /** How many wait under which ticket, as a binary indexed tree (Fenwick, 1994); from 1. */
  private int[] tree = new int[SMALLEST + 1];

  private int lastTicket;
  private long steps;

  /** A device's product, and the number that it drew; a later one drew a higher one. */
  private record Waiting(ProductId product, int ticket) {}

  /** Lets a device stand in line; false where it does already, which moves nobody. */
  boolean add(DeviceId device, ProductId product) {
    if (waiting.containsKey(device)) {
      return false;
    }
    if (lastTicket == tree.length - 1) {
      renumber();
    }
    waiting.put(device, draw(product));
    return true;
  }

  /** Takes a device out of the line; tells its product if it stood there. */
  Optional<ProductId> remove(DeviceId device) {
    Waiting left = waiting.remove(device);
    if (left == null) {
      return Optional.empty();
    }
    count(left.ticket(), -1);
    return Optional.of(left.product());
  }

  boolean contains(DeviceId device) {
    return waiting.containsKey(device);
  }

  int size() {
    return waiting.size();
  }

  /** A device's place, from 1; empty where it does not wait. */
  Optional<Long> place(DeviceId device) {
    return Optional.ofNullable(waiting.get(device)).map(w -> countTo(w.ticket()));
  }

  /** All that wait, the first one first; nobody may come or leave meanwhile. */
  Iterator<DeviceId> inOrder() {
    return Collections.unmodifiableSet(waiting.keySet()).iterator();
  }

  /** The product of a device that waits. */
  ProductId product(DeviceId device) {
    return waiting.get(device).product();
  }

  /** Cells of the tree that were touched so far: what the queue has cost. */
  long steps() {
    return steps;
  }

  private Waiting draw(ProductId product) {
    count(++lastTicket, 1);
    return new Waiting(product, lastTicket);
  }

  /** New tickets for all, with as many to spare: once in as many arrivals. */
  private void renumber() {
    tree = new int[Math.max(SMALLEST, 2 * waiting.size()) + 1];
    lastTicket = 0;
    waiting.entrySet().forEach(e -> e.setValue(draw(e.getValue().product())));
  }

  private void count(int ticket, int change) {
    for (int cell = ticket; cell < tree.length; cell += cell & -cell) {
      tree[cell] += change;
      steps++;
    }
  }

  private long countTo(int ticket) {
    long sum = 0;
    for (int cell = ticket; cell > 0; cell -= cell & -cell) {
      sum += tree[cell];
      steps++;
    }
    return sum;
  }
}
