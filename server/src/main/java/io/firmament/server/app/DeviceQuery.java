package io.firmament.server.app;

import io.firmament.protocol.value.ProductId;
import io.firmament.server.access.Rights;
import java.util.List;
import java.util.Optional;

/**
 * Which devices are wanted, and in what order.
 *
 * @param rights only those whose product these let see
 * @param product only this product's, if there is one
 * @param idPart only those whose id contains this; lower case
 * @param namePart only those whose name contains this, without regard to case
 * @param groups only those in one of these groups; empty for all
 * @param sort by what they are sorted
 * @param descending the highest first
 * @param skip so many are passed over
 * @param limit so many at most
 */
public record DeviceQuery(
    Rights rights,
    Optional<ProductId> product,
    String idPart,
    String namePart,
    List<String> groups,
    Sort sort,
    boolean descending,
    long skip,
    int limit) {
  /** Keeps a copy. */
  public DeviceQuery {
    groups = List.copyOf(groups);
  }

  /** What devices are sorted by; their ids decide between equals. */
  public enum Sort {
    /** Their ids. */
    ID,
    /** Their names, without regard to case. */
    NAME,
    /** The version that they run; those of which none is known come first. */
    FIRMWARE_VERSION,
    /** When they were last heard; those never heard come first. */
    LAST_HEARD
  }

  /**
   * A page of them.
   *
   * @param total how many there are in all
   * @param devices those of the page
   */
  public record Found(long total, List<DeviceView> devices) {}
}
