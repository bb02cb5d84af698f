package io.firmament.server.device;

import io.firmament.protocol.value.InvalidValueException;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A fleet of devices of one kind and the firmware made for them (feature PRD1).
 *
 * @param id its number
 * @param slug its name in a path: lower-case letters, digits and hyphens, beginning with a letter
 * @param name its name for people, 1 to 80 characters
 * @param platform the hardware that its firmware runs on (feature PRD4)
 * @param createdAt when it was registered
 * @param offlineSigned whether its manifests are signed elsewhere, and never by this server
 * @param limits how many of its devices are updated together
 */
public record Product(
    ProductId id,
    String slug,
    String name,
    PlatformId platform,
    Instant createdAt,
    boolean offlineSigned,
    TransferLimits limits) {
  private static final int MAX_NAME = 80;
  private static final Pattern SLUG = Pattern.compile("[a-z][a-z0-9-]{0,79}");

  /**
   * @throws InvalidValueException when the slug or the name is not as described
   */
  public Product {
    if (name.isBlank() || name.length() > MAX_NAME) {
      throw new InvalidValueException("product name", "1 to " + MAX_NAME + " characters", name);
    }
    if (!SLUG.matcher(slug).matches()) {
      throw new InvalidValueException(
          "product slug", "letters, digits and hyphens beginning with a letter", slug);
    }
  }

  /** The same, signed elsewhere or by this server. */
  public Product signedOffline(boolean offline) {
    return new Product(id, slug, name, platform, createdAt, offline, limits);
  }

  /** The same under other limits. */
  public Product limited(TransferLimits other) {
    return new Product(id, slug, name, platform, createdAt, offlineSigned, other);
  }
}
