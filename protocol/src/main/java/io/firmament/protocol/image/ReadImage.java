package io.firmament.protocol.image;

import io.firmament.protocol.value.Digest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Optional;

/** Recognises a firmware file by its content and reads what it says of itself. */
public final class ReadImage {
  private ReadImage() {}

  /**
   * Reads a file. What claims to be a Particle module must be a sound one; everything else is raw.
   *
   * @param file the whole file between position and limit, in memory or mapped; left as it is
   * @return what it says of itself
   * @throws ImageException when it is empty, or claims a format and does not keep to it
   */
  public static FirmwareImage from(ByteBuffer file) throws ImageException {
    ByteBuffer octets = file.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    if (!octets.hasRemaining()) {
      throw new ImageException(ImageFault.EMPTY, "size", "at least 1 octet", 0);
    }
    Optional<ParticleHeader> header = ParticleHeader.find(octets);
    if (header.isPresent()) {
      return new ParticleModule(octets, header.get()).read();
    }
    return FirmwareImage.raw(octets.limit(), digest(octets, 0, octets.limit()));
  }

  static Digest digest(ByteBuffer octets, int from, int to) {
    MessageDigest sha256 = Digest.sha256();
    sha256.update(octets.slice(from, to - from));
    return Digest.ofOctets(sha256.digest());
  }
}
