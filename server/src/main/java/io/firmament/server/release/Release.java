package io.firmament.server.release;

import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ProductId;
import java.time.Instant;
import java.util.Optional;

/**
 * A version given to all devices of a product that nothing more specific applies to, or to a group
 * (features TGT10, TGT13).
 *
 * @param product the product
 * @param number its number among the product's releases, from 1
 * @param scope for whom
 * @param version what is given
 * @param intelligent offered at once to whoever is online (REL4), else at the next session (REL3)
 * @param untested why it was released though it ran on no device (REL2); empty where it ran on one
 * @param halted why it is paused, if it is: its devices keep it as target and get no offer
 * @param before the number of the release whose place it took in its scope, if there was one: what
 *     stands again where this one's version is withdrawn, and what going back goes to (REL9)
 * @param releasedAt when
 * @param releasedBy who
 * @param guarded whether too many failures pause it by themselves (SM10); not any more once an
 *     operator let it go on
 */
public record Release(
    ProductId product,
    long number,
    Scope scope,
    FirmwareVersion version,
    boolean intelligent,
    Optional<String> untested,
    Optional<String> halted,
    Optional<Long> before,
    Instant releasedAt,
    String releasedBy,
    boolean guarded) {
  /** The same, paused for a reason. */
  public Release withHalted(String why) {
    return with(Optional.of(why), guarded);
  }

  /** The same, going on whatever happens. */
  public Release resumed() {
    return halted.isEmpty() ? this : with(Optional.empty(), false);
  }

  private Release with(Optional<String> why, boolean onGuard) {
    return new Release(
        product,
        number,
        scope,
        version,
        intelligent,
        untested,
        why,
        before,
        releasedAt,
        releasedBy,
        onGuard);
  }
}
