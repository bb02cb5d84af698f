package io.firmament.server.device;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the operators decided for one device.
 *
 * @param development a development device: it gets no automatic target, not even its lock (TGT2)
 * @param lock the version that it is bound to, if any
 * @param groups the groups that it is in, without repeats and in ascending order; one that was
 *     deleted may be among them
 * @param releasedSince when it was unlocked last, or made a product device again: releases apply to
 *     it from the next session after that (TGT8)
 * @param groupedSince when its groups were changed last: what they changed for it applies from the
 *     next session after that, or at once where the release is intelligent (PRD8)
 * @param forced whether it takes updates although its application forbids them (DEV6)
 */
public record Assignment(
    boolean development,
    Optional<Lock> lock,
    List<GroupId> groups,
    Optional<Instant> releasedSince,
    Optional<Instant> groupedSince,
    boolean forced) {
  /** The most groups that a device may be in. */
  public static final int MAX_GROUPS = 100;

  /** Nothing decided. */
  public static final Assignment NONE =
      new Assignment(false, Optional.empty(), List.of(), Optional.empty(), Optional.empty(), false);

  /** Keeps a copy. */
  public Assignment {
    groups = List.copyOf(groups);
  }

  /** A device that is not forced. */
  public Assignment(
      boolean development,
      Optional<Lock> lock,
      List<GroupId> groups,
      Optional<Instant> releasedSince,
      Optional<Instant> groupedSince) {
    this(development, lock, groups, releasedSince, groupedSince, false);
  }

  /** The same, forced or not. */
  public Assignment forced(boolean now) {
    return new Assignment(development, lock, groups, releasedSince, groupedSince, now);
  }

  /** The same with a lock. */
  public Assignment locked(Lock to) {
    return new Assignment(
        development, Optional.of(to), groups, releasedSince, groupedSince, forced);
  }

  /** The same without a lock. */
  public Assignment unlocked(Instant now) {
    return new Assignment(
        development, Optional.empty(), groups, Optional.of(now), groupedSince, forced);
  }

  /** The same as a development device, or as a product device. */
  public Assignment inDevelopment(boolean so, Instant now) {
    return new Assignment(
        so, lock, groups, so ? releasedSince : Optional.of(now), groupedSince, forced);
  }

  /** The same in these groups; unchanged where it is in exactly them already. */
  public Assignment inGroups(List<GroupId> now, Instant at) {
    return now.equals(groups)
        ? this
        : new Assignment(development, lock, now, releasedSince, Optional.of(at), forced);
  }
}
