package io.firmament.server.app;

import io.firmament.server.device.Group;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What is to be changed about a group; what is empty stays as it is.
 *
 * @param unchanged what was seen of it must still be so
 * @param name another name
 * @param description another description
 * @param color another colour
 */
public record GroupEdit(
    Predicate<Group> unchanged,
    Optional<String> name,
    Optional<String> description,
    Optional<String> color) {
  /** Whatever was seen of it. */
  public GroupEdit(Optional<String> name, Optional<String> description, Optional<String> color) {
    this(group -> true, name, description, color);
  }
}
