package io.firmament.device.emulation;

import java.util.List;

/**
 * How one direction of a link treats datagrams.
 *
 * @param delays how long they take
 * @param capacity how much fits through
 * @param losses what is lost
 * @param disorder what arrives twice or late
 * @param blackouts when nothing gets through
 */
public record PathSettings(
    Delays delays, Capacity capacity, Losses losses, Disorder disorder, List<Blackout> blackouts) {
  /** Passes everything on at once. */
  public static final PathSettings CLEAR =
      new PathSettings(Delays.NONE, Capacity.UNLIMITED, Losses.NONE, Disorder.NONE, List.of());

  /** Keeps a copy. */
  public PathSettings {
    blackouts = List.copyOf(blackouts);
  }

  PathSettings with(Delays other) {
    return new PathSettings(other, capacity, losses, disorder, blackouts);
  }

  PathSettings with(Capacity other) {
    return new PathSettings(delays, other, losses, disorder, blackouts);
  }

  PathSettings with(Losses other) {
    return new PathSettings(delays, capacity, other, disorder, blackouts);
  }

  PathSettings with(Disorder other) {
    return new PathSettings(delays, capacity, losses, other, blackouts);
  }

  PathSettings with(List<Blackout> other) {
    return new PathSettings(delays, capacity, losses, disorder, other);
  }
}
