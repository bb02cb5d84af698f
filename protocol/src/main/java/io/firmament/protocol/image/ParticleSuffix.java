package io.firmament.protocol.image;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The end of a Particle module, before the CRC (module_info_suffix_t of Device OS): extensions, or
 * product and version; then a reserved field, a SHA-256 and its own size.
 *
 * @param begin where it begins in the file
 * @param product the number of the product, 0 to 65535
 * @param version the product's version, 0 to 65535
 * @param extensions its extensions
 */
record ParticleSuffix(int begin, int product, int version, List<ParticleExtension> extensions) {
  /** Octets of the CRC behind it. */
  static final int CRC_BYTES = 4;

  /** In place of a product or a version that is not said. */
  static final int UNSAID = 0xFFFF;

  private static final int BASE_BYTES = 36;
  private static final int PRODUCT_BYTES = 4;
  private static final int SIZE_BYTES = 2;

  /**
   * Reads it from the end of a file whose CRC holds.
   *
   * @param lowest where it can begin at the earliest
   */
  static ParticleSuffix read(ByteBuffer file, int lowest) throws ImageException {
    int end = file.limit() - CRC_BYTES;
    int size = file.getShort(end - SIZE_BYTES) & 0xFFFF;
    if (size < BASE_BYTES || size > end - lowest) {
      String room = "from %d to %d octets".formatted(BASE_BYTES, end - lowest);
      throw new ImageException(ImageFault.WRONG_FIELD, "size of the suffix", room, size);
    }
    int begin = end - size;
    int base = end - BASE_BYTES;
    List<ParticleExtension> extensions =
        size > BASE_BYTES + PRODUCT_BYTES
            ? ParticleExtension.between(file, begin, base)
            : List.of();
    Optional<Integer> product = productAt(extensions, size, base);
    return new ParticleSuffix(
        begin,
        product.map(at -> file.getShort(at) & 0xFFFF).orElse(UNSAID),
        product.map(at -> file.getShort(at + 2) & 0xFFFF).orElse(UNSAID),
        extensions);
  }

  /**
   * Where product and version are: in the extension behind two octets that are ffff, else right
   * before the reserved field, where tools that know no extensions find them in both cases.
   */
  private static Optional<Integer> productAt(List<ParticleExtension> extensions, int size, int base)
      throws ImageException {
    for (ParticleExtension extension : extensions) {
      if (extension.type() == ParticleExtension.PRODUCT) {
        return Optional.of(extension.withLength(2 + PRODUCT_BYTES).offset() + 2);
      }
    }
    return size >= BASE_BYTES + PRODUCT_BYTES
        ? Optional.of(base - PRODUCT_BYTES)
        : Optional.empty();
  }
}
