package io.firmament.server.release;

import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ProductId;
import java.time.Instant;
import java.util.Optional;

/**
 * A version given to all devices of a product that nothing more specific applies to (feature
 * TGT10).
 *
 * @param product the product
 * @param number its number among the product's releases, from 1
 * @param version what is given
 * @param intelligent offered at once to whoever is online (REL4), else at the next session (REL3)
 * @param untested why it was released though it ran on no device (REL2); empty where it ran on one
 * @param halted why it is paused, if it is: its devices keep it as target and get no offer
 * @param releasedAt when
 * @param releasedBy who
 * @param downgrade whether devices with a higher version are meant, too
 */
public record Release(
    ProductId product,
    long number,
    FirmwareVersion version,
    boolean intelligent,
    Optional<String> untested,
    Optional<String> halted,
    Instant releasedAt,
    String releasedBy,
    boolean downgrade) {}
