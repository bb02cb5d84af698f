package io.firmament.server.app;

import java.util.List;

/**
 * A piece of the event stream.
 *
 * @param events oldest first
 * @param keptAfter all events behind this id are kept: who asked for one at or before it has missed
 *     what retention took away
 * @param upTo all events that are kept and durable, up to this id, are in it or were before it
 */
public record EventPage(List<StoredEvent> events, long keptAfter, long upTo) {
  /** Keeps a copy. */
  public EventPage {
    events = List.copyOf(events);
  }
}
