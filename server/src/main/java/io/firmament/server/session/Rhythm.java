package io.firmament.server.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long a device is usually silent: learned from when it came by itself, since a device says
 * hello when its maker wants it to, every minute or once a day.
 *
 * @param silences the last silences of {@link Session#WAKE_AFTER} and more that it ended, the
 *     newest last; four at most
 */
public record Rhythm(List<Duration> silences) {
  /** Nothing learned yet. */
  public static final Rhythm UNKNOWN = new Rhythm(List.of());

  /** What is taken for missing where nothing is known: two hellos as a device says them unasked. */
  static final Duration UNLEARNED = Duration.ofMinutes(30);

  private static final int REMEMBERED = 4;
  private static final Duration LEAST = Duration.ofMinutes(2);
  private static final Duration MARGIN = Duration.ofSeconds(30);

  /** Keeps a copy. */
  public Rhythm {
    silences = List.copyOf(silences);
  }

  /** The same after the device ended a silence, or answered in the middle of one. */
  public Rhythm after(Duration silence) {
    if (silence.compareTo(Session.WAKE_AFTER) < 0) {
      return this;
    }
    List<Duration> all = new ArrayList<>(silences);
    all.add(silence);
    return new Rhythm(all.subList(Math.max(0, all.size() - REMEMBERED), all.size()));
  }

  /**
   * The silence after which the device has missed a contact: more than twice the longest lately.
   */
  public Duration patience() {
    Duration twice =
        silences.stream()
            .max(Duration::compareTo)
            .map(longest -> longest.multipliedBy(2).plus(MARGIN))
            .orElse(UNLEARNED);
    return twice.compareTo(LEAST) < 0 ? LEAST : twice;
  }
}
