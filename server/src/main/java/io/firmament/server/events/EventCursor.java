package io.firmament.server.events;

import io.firmament.server.app.StoredEvent;
import java.util.List;
import java.util.Optional;

/** One reader's place in the stream. {@link #take} is used by one thread at a time. */
public final class EventCursor implements AutoCloseable {
  private static final int TEXT_LIMIT = 64 * 1024;

  private final EventHub hub;
  private final EventFilter filter;
  private final Runnable wake;
  private long place;

  EventCursor(EventHub hub, EventFilter filter, long place, Runnable wake) {
    this.hub = hub;
    this.filter = filter;
    this.place = place;
    this.wake = wake;
  }

  /**
   * Takes what is there and wanted, as text of the event stream format.
   *
   * @return complete events, 64 Ki characters at most or a single one; empty when there is nothing
   *     new
   */
  public Optional<String> take() {
    StringBuilder text = new StringBuilder();
    while (true) {
      List<StoredEvent> next = hub.behind(place);
      for (StoredEvent event : next) {
        String one = filter.wants(event.event()) ? EventText.of(event) : "";
        if (text.length() > 0 && text.length() + one.length() > TEXT_LIMIT) {
          return Optional.of(text.toString());
        }
        text.append(one);
        place = event.id();
      }
      if (text.length() > 0) {
        return Optional.of(text.toString());
      }
      if (next.isEmpty()) {
        return Optional.empty();
      }
    }
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
