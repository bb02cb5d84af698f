package io.firmament.protocol.message;

import io.firmament.protocol.value.Digest;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An update that the cloud offers to a device.
 *
 * @param commandId increasing for each device; equal means the same offer again
 * @param manifest the digest of the signed manifest
 * @param manifestSize its size in octets
 * @param forced the device's switch is overridden (DEV6)
 * @param downgrade a lower version is meant
 * @param deadline not to be begun after this time, to the second
 * @param components what is to be fetched, in this order
 */
public record Offer(
    long commandId,
    Digest manifest,
    int manifestSize,
    boolean forced,
    boolean downgrade,
    Optional<Instant> deadline,
    List<OfferedComponent> components)
    implements Message {
  /** Keeps a copy. */
  public Offer {
    components = List.copyOf(components);
  }

  /** The same offer with one blob before all others, if it is among them. */
  public Offer preferring(Digest encoded) {
    List<OfferedComponent> reordered =
        components.stream().map(component -> component.preferring(encoded)).toList();
    return new Offer(commandId, manifest, manifestSize, forced, downgrade, deadline, reordered);
  }

  /**
   * A component of the manifest, and the ways to fetch it.
   *
   * @param index its place in the manifest's list, from 0
   * @param representations the best one for this device first; at least one
   */
  public record OfferedComponent(int index, List<Representation> representations) {
    /** Keeps a copy. */
    public OfferedComponent {
      representations = List.copyOf(representations);
    }

    private OfferedComponent preferring(Digest encoded) {
      Comparator<Representation> first =
          Comparator.comparing(candidate -> !candidate.encoded().equals(encoded));
      return new OfferedComponent(index, representations.stream().sorted(first).toList());
    }
  }
}
