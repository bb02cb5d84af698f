package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.Fingerprint;
import java.util.Optional;

/** What was made of a key or a certificate that a peer showed. */
public sealed interface Identification {
  /**
   * It is a device's, if the handshake shows that the peer has the private key.
   *
   * @param device who it is
   * @param credential what its session shall remember
   * @param newcomer the product whose authority vouches for a device that nobody registered: it
   *     comes into quarantine there
   */
  record Known(DeviceId device, Fingerprint credential, Optional<ProductId> newcomer)
      implements Identification {}

  /** It is nobody's. */
  enum Unknown implements Identification {
    /** No device has this key; no product has this authority, or the certificate is not good. */
    STRANGER,
    /** The certificate is no more valid, or not yet. */
    OUT_OF_DATE,
    /** The device is registered with something else, or with another product. */
    NOT_ITS_CREDENTIAL,
    /** Nobody registered the device, and the quarantine is full or fills too fast. */
    NO_ROOM
  }
}
