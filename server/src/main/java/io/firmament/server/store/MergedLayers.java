package io.firmament.server.store;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Layers as one: in the order of the keys, the newest layer's word on each, without what is
 * removed.
 */
final class MergedLayers implements Iterator<Layer.Entry> {
  private final List<Source> sources = new ArrayList<>();
  private Layer.Entry next;

  /**
   * @param newestFirst the layers
   * @param first where to begin
   */
  MergedLayers(List<? extends Layer> newestFirst, RecordKey first) {
    newestFirst.forEach(layer -> sources.add(new Source(layer.from(first))));
    next = advance();
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Layer.Entry next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    Layer.Entry taken = next;
    next = advance();
    return taken;
  }

  private Layer.Entry advance() {
    Layer.Entry entry = lowest();
    while (entry != null && entry.version().value().isEmpty()) {
      entry = lowest();
    }
    return entry;
  }

  /** Takes the lowest key from all sources; of equal ones the first source's counts. */
  private Layer.Entry lowest() {
    Layer.Entry lowest = null;
    for (Source source : sources) {
      if (source.head != null
          && (lowest == null || source.head.key().compareTo(lowest.key()) < 0)) {
        lowest = source.head;
      }
    }
    if (lowest != null) {
      for (Source source : sources) {
        source.passOver(lowest.key());
      }
    }
    return lowest;
  }

  private static final class Source {
    private final Iterator<Layer.Entry> rest;
    private Layer.Entry head;

    private Source(Iterator<Layer.Entry> rest) {
      this.rest = rest;
      step();
    }

    private void step() {
      head = rest.hasNext() ? rest.next() : null;
    }

    private void passOver(RecordKey key) {
      if (head != null && head.key().equals(key)) {
        step();
      }
    }
  }
}
