package io.firmament.server.app;

import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ProductId;
import java.util.Optional;
import java.util.Set;

/**
 * A release that is wished for.
 *
 * @param product the product
 * @param version the version
 * @param productDefault whether it is for the product's default
 * @param groups the names of the groups that it is for
 * @param intelligent at once to whoever is online
 * @param untested why it is released though no device runs it (REL2)
 * @param downgrade whether the product's default shall go back to a lower version; a group's
 *     release goes back without a word (TGT14)
 * @param confirmation what the dry run gave: it is released if it does no more than that showed
 */
public record NewRelease(
    ProductId product,
    FirmwareVersion version,
    boolean productDefault,
    Set<String> groups,
    boolean intelligent,
    Optional<String> untested,
    boolean downgrade,
    Optional<String> confirmation) {
  /** Keeps a copy. */
  public NewRelease {
    groups = Set.copyOf(groups);
  }

  /** A release to the product's default that does not go back. */
  public NewRelease(
      ProductId product, FirmwareVersion version, boolean intelligent, Optional<String> untested) {
    this(product, version, true, Set.of(), intelligent, untested, false, Optional.empty());
  }
}
