package io.firmament.device.core;

import io.firmament.protocol.message.CodingCapability;
import io.firmament.protocol.message.Controls;
import io.firmament.protocol.transfer.TransferSettings;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import java.time.Duration;
import java.util.List;

/**
 * What a device is, and how it behaves.
 *
 * @param id who it is
 * @param product the product that it believes to belong to
 * @param platform its hardware
 * @param trust whom it believes when it leaves its factory
 * @param codings what it can decode, and with how much memory
 * @param transfer how it drives a transfer
 * @param helloInterval how long it stays silent at most while it is connected
 * @param confirmWithin how long a version on trial may run without a session with the cloud
 * @param clockTrusted whether its own time of day is believed, rather than the cloud's
 * @param controls what the cloud can ask of it
 * @param sleepy whether it sleeps between contacts without a goodbye: it is away when it is silent
 */
public record DeviceProfile(
    DeviceId id,
    ProductId product,
    PlatformId platform,
    TrustAnchor trust,
    List<CodingCapability> codings,
    TransferSettings transfer,
    Duration helloInterval,
    Duration confirmWithin,
    boolean clockTrusted,
    Controls controls,
    boolean sleepy) {
  /** How long a version on trial may run without a session with the cloud. */
  public static final Duration CONFIRM_WITHIN = Duration.ofHours(24);

  /**
   * How long a device stays silent at most: most address translators forget sooner, CIDs do not.
   */
  public static final Duration HELLO_INTERVAL = Duration.ofMinutes(15);

  /** Keeps a copy. */
  public DeviceProfile {
    codings = List.copyOf(codings);
  }
}
