package io.firmament.server.device;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the operators decided for one device.
 *
 * @param development a development device: it gets no automatic target, not even its lock (TGT2)
 * @param lock the version that it is bound to, if any
 * @param groups the groups that it is in, without repeats
 * @param releasedSince when it was unlocked last, or made a product device again: releases apply to
 *     it from the next session after that (TGT8)
 */
public record Assignment(
    boolean development,
    Optional<Lock> lock,
    List<String> groups,
    Optional<Instant> releasedSince) {
  /** Nothing decided. */
  public static final Assignment NONE =
      new Assignment(false, Optional.empty(), List.of(), Optional.empty());

  /** Keeps a copy. */
  public Assignment {
    groups = List.copyOf(groups);
  }

  /** The same with a lock. */
  public Assignment locked(Lock to) {
    return new Assignment(development, Optional.of(to), groups, releasedSince);
  }

  /** The same without a lock. */
  public Assignment unlocked(Instant now) {
    return new Assignment(development, Optional.empty(), groups, Optional.of(now));
  }

  /** The same as a development device, or as a product device. */
  public Assignment inDevelopment(boolean so, Instant now) {
    return new Assignment(so, lock, groups, so ? releasedSince : Optional.of(now));
  }
}
