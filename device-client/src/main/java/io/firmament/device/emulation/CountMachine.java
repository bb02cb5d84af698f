package io.firmament.device.emulation;

import java.util.EnumMap;
import java.util.Map;

/** Counts what becomes of the datagrams of one direction. */
final class CountMachine {
  private final Map<Fate, Long> drops = new EnumMap<>(Fate.class);
  private long arrived;
  private long arrivedBytes;
  private long delivered;
  private long deliveredBytes;
  private long duplicated;
  private long reordered;

  void arrived(int octets) {
    arrived++;
    arrivedBytes += octets;
  }

  void dropped(Fate fate) {
    drops.merge(fate, 1L, Long::sum);
  }

  void duplicated() {
    duplicated++;
  }

  void reordered() {
    reordered++;
  }

  void delivered(int octets) {
    delivered++;
    deliveredBytes += octets;
  }

  /** What was handed out as delivered did not leave after all. */
  void unsent(int octets) {
    delivered--;
    deliveredBytes -= octets;
    dropped(Fate.UNSENT);
  }

  long deliveredBytes() {
    return deliveredBytes;
  }

  PathCounts counts() {
    return new PathCounts(
        arrived, arrivedBytes, delivered, deliveredBytes, duplicated, reordered, drops);
  }
}
