package io.firmament.server;

import io.firmament.server.events.EventCursor;
import io.firmament.server.events.EventFilter;
import io.firmament.server.events.EventHub;
import io.firmament.server.rest.EventStreams;
import io.firmament.server.rest.EventWish;
import java.util.Optional;

/** Leads the HTTP door to the event stream, since doors do not know each other. */
final class EventBridge implements EventStreams {
  private final EventHub hub;

  EventBridge(EventHub hub) {
    this.hub = hub;
  }

  @Override
  public Feed open(EventWish wish, Runnable wake) {
    EventFilter filter =
        new EventFilter(wish.prefix(), wish.onlyDevices(), wish.products(), wish.device());
    EventCursor cursor = hub.open(filter, wish.after(), wake);
    return new Feed() {
      @Override
      public long begin() {
        return cursor.begin();
      }

      @Override
      public Optional<String> take() {
        return cursor.take();
      }

      @Override
      public void close() {
        cursor.close();
      }
    };
  }
}
