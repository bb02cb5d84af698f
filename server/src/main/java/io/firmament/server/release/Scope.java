package io.firmament.server.release;

import io.firmament.server.device.GroupId;
import java.util.Optional;

/**
 * For whom a release is: all devices of a product that nothing more specific applies to, or one of
 * its groups (feature TGT13).
 *
 * @param group the group; empty for the product's default
 */
public record Scope(Optional<GroupId> group) {
  /** The product's default. */
  public static final Scope DEFAULT = new Scope(Optional.empty());

  /** A group. */
  public static Scope of(GroupId group) {
    return new Scope(Optional.of(group));
  }
}
