package io.firmament.server.events;

import io.firmament.server.app.ServerEvent;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What a reader has missed, told in the stream itself rather than passed over in silence.
 *
 * @param why why it is missing
 * @param after the id of the last event that the reader has
 * @param resumesAfter the id behind which the stream goes on without a gap
 */
record EventGap(Why why, long after, long resumesAfter) {
  /** What it is called in the stream. */
  static final String NAME = "firmament/events/gap";

  /** Why something is missing. */
  enum Why {
    /** It was kept for as long as events are. */
    EXPIRED,
    /** The reader knows a later event than this server has: an older backup was restored. */
    RESTORED
  }

  ServerEvent event(Instant now) {
    String data =
        String.format(
            Locale.ROOT,
            "{\"reason\":\"%s\",\"after\":%d,\"resumes_after\":%d}",
            why.name().toLowerCase(Locale.ROOT),
            after,
            resumesAfter);
    return new ServerEvent(
        NAME, data, now, Optional.empty(), Optional.empty(), ServerEvent.NO_VERSION, "");
  }
}
