package io.firmament.server.events;

import io.firmament.server.app.EventPage;
import io.firmament.server.app.StoredEvent;
import java.util.Optional;

/** One reader's place in the stream. {@link #take} is used by one thread at a time. */
public final class EventCursor implements AutoCloseable {
  private static final int TEXT_LIMIT = 64 * 1024;

  /** Pieces of the stream that are looked through at a time where nothing in them is wanted. */
  private static final int PAGES_AT_A_TIME = 16;

  private static final String NOTHING_WANTED_YET = ":\n\n";

  private final EventHub hub;
  private final EventFilter filter;
  private final Runnable wake;
  private final long begin;
  private final StringBuilder text = new StringBuilder();
  private long place;

  /**
   * @param after the id of the last event that the reader has
   * @param last the id of the newest event that there is
   */
  EventCursor(EventHub hub, EventFilter filter, long after, long last, Runnable wake) {
    this.hub = hub;
    this.filter = filter;
    this.wake = wake;
    this.begin = after;
    this.place = Math.min(after, last);
    if (after > last) {
      text.append(hub.gap(new EventGap(EventGap.Why.RESTORED, after, last)));
    }
  }

  /** The id of the last event that the reader had when it came, as far as it said. */
  public long begin() {
    return begin;
  }

  /**
   * Takes what is there and wanted, as text of the event stream format.
   *
   * @return complete events, 64 Ki characters at most or a single one, or a comment when there is
   *     more to look through; empty when there is nothing new
   */
  public Optional<String> take() {
    for (int page = 0; page < PAGES_AT_A_TIME; page++) {
      EventPage next = hub.behind(place);
      noteGap(next);
      boolean full = !take(next);
      if (full || next.events().isEmpty()) {
        return taken("");
      }
    }
    return taken(NOTHING_WANTED_YET);
  }

  private void noteGap(EventPage next) {
    if (place < next.keptAfter()) {
      text.append(hub.gap(new EventGap(EventGap.Why.EXPIRED, place, next.keptAfter())));
      place = next.keptAfter();
    }
  }

  /** Whether there was room for all. */
  private boolean take(EventPage next) {
    for (StoredEvent event : next.events()) {
      String one = filter.wants(event.event()) ? EventText.of(event) : "";
      if (text.length() > 0 && text.length() + one.length() > TEXT_LIMIT) {
        return false;
      }
      text.append(one);
      place = event.id();
    }
    place = Math.max(place, next.upTo());
    return true;
  }

  private Optional<String> taken(String otherwise) {
    String all = text.length() > 0 ? text.toString() : otherwise;
    text.setLength(0);
    return Optional.of(all).filter(found -> !found.isEmpty());
  }

  void tell(StoredEvent event) {
    if (filter.wants(event.event())) {
      wake.run();
    }
  }

  /** Ends the reading. */
  @Override
  public void close() {
    hub.closed(this);
  }
}
