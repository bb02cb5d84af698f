package io.firmament.protocol.transfer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The requests that are under way, in the order in which they left. Who left earlier was overtaken
 * at least as often, so that those in question are the first ones.
 */
final class Flight {
  /**
   * One request.
   *
   * @param number its number, in the order of leaving
   * @param block the block it asks for
   * @param sent when it left
   * @param overtaken how many later requests were answered
   * @param answeredBefore how many requests were answered before it left
   * @param answeredAt when the last one of these was answered; when it left, where there is none
   */
  record Asked(
      long number, int block, long sent, int overtaken, long answeredBefore, long answeredAt) {
    private Asked overtakenOnce() {
      return new Asked(number, block, sent, overtaken + 1, answeredBefore, answeredAt);
    }
  }

  private final TreeMap<Long, Asked> asked = new TreeMap<>();

  int size() {
    return asked.size();
  }

  boolean isEmpty() {
    return asked.isEmpty();
  }

  void add(Asked request) {
    asked.put(request.number(), request);
  }

  /** Takes one out, if it is there. */
  Optional<Asked> remove(long number) {
    return Optional.ofNullable(asked.remove(number));
  }

  /** A request was answered: all earlier ones were overtaken by it. */
  void overtake(long answered) {
    asked.headMap(answered).replaceAll((number, request) -> request.overtakenOnce());
  }

  /** Takes out what is lost: enough later ones answered, or one and the time is over. */
  List<Asked> removeLost(long now, long delay, int answers) {
    List<Asked> lost = new ArrayList<>();
    for (Asked request : asked.values()) {
      if (request.overtaken() == 0) {
        break;
      }
      if (now - request.sent() >= delay || request.overtaken() >= answers) {
        lost.add(request);
      }
    }
    lost.forEach(request -> asked.remove(request.number()));
    return lost;
  }

  /** When the next request will be lost by time; empty when none was overtaken. */
  OptionalLong nextLoss(long delay) {
    Map.Entry<Long, Asked> oldest = asked.firstEntry();
    return oldest == null || oldest.getValue().overtaken() == 0
        ? OptionalLong.empty()
        : OptionalLong.of(oldest.getValue().sent() + delay);
  }

  /** The block asked for last, of those that are missing and that one request asks for. */
  OptionalInt newestOfOneRequest(BitSet present) {
    BitSet once = new BitSet();
    BitSet again = new BitSet();
    for (Asked request : asked.values()) {
      (once.get(request.block()) ? again : once).set(request.block());
    }
    return asked.descendingMap().values().stream()
        .mapToInt(Asked::block)
        .filter(block -> !again.get(block) && !present.get(block))
        .findFirst();
  }

  Asked removeOldest() {
    return asked.pollFirstEntry().getValue();
  }
}
