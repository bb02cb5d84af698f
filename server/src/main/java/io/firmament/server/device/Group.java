package io.firmament.server.device;

import io.firmament.protocol.value.InvalidValueException;
import io.firmament.protocol.value.ProductId;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A tag for devices of a product (feature PRD7).
 *
 * @param product the product
 * @param id its number
 * @param name its name, unique among the product's groups: 1 to 80 lower-case letters, digits,
 *     hyphens and underscores
 * @param description for people, at most 500 characters; may be empty
 * @param color how a console paints it, at most 32 characters; may be empty
 * @param createdAt when it was made
 * @param deletedAt when it was deleted; the number is remembered, since devices may still carry it
 */
public record Group(
    ProductId product,
    GroupId id,
    String name,
    String description,
    String color,
    Instant createdAt,
    Optional<Instant> deletedAt) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,80}");
  private static final int MAX_DESCRIPTION = 500;
  private static final int MAX_COLOR = 32;

  /**
   * @throws InvalidValueException when name, description or colour are not as described
   */
  public Group {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidValueException(
          "group name", "1 to 80 lower-case letters, digits, '-' and '_'", name);
    }
    requireShort("group description", description, MAX_DESCRIPTION);
    requireShort("group color", color, MAX_COLOR);
  }

  /** Whether it is still there. */
  public boolean stands() {
    return deletedAt.isEmpty();
  }

  /** The same group, called and painted otherwise. */
  public Group with(String newName, String newDescription, String newColor) {
    return new Group(product, id, newName, newDescription, newColor, createdAt, deletedAt);
  }

  /** What is left of it. */
  public Group deleted(Instant now) {
    return new Group(product, id, name, description, color, createdAt, Optional.of(now));
  }

  private static void requireShort(String what, String text, int most) {
    if (text.length() > most) {
      throw new InvalidValueException(what, "at most " + most + " characters", text.length());
    }
  }
}
