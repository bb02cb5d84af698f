package io.firmament.protocol.image;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The 24 octets that make a file a Particle module, little endian (module_info_t of Device OS).
 *
 * @param offset where they begin in the file: behind the vector table, if there is one
 * @param size octets in the file, as the addresses say
 * @param flags see the constants
 * @param version the module's version, 0 to 65535
 * @param platform the platform's number, 0 to 65535
 * @param function what the module is for; never none
 * @param index its number among the modules of its function
 * @param dependencies what it needs, up to two
 */
record ParticleHeader(
    int offset,
    long size,
    int flags,
    int version,
    int platform,
    ParticleFunction function,
    int index,
    List<ParticleDependency> dependencies) {
  /** Octets in it. */
  static final int BYTES = 24;

  /** The device writes the module without its header. */
  static final int DROPS_HEADER = 0x01;

  /** Another module follows in the same file. */
  static final int COMBINED = 0x04;

  /** Extensions follow the header. */
  static final int PREFIX_EXTENSIONS = 0x10;

  private static final int KNOWN_FLAGS = 0x1F;

  /** At the beginning, or behind the vector table of nRF52840, STM32F2, STM32F1. */
  private static final int[] OFFSETS = {0, 0x200, 0x184, 0x10C};

  private static final Set<Integer> PLATFORMS =
      Set.of(3, 6, 8, 10, 12, 13, 14, 15, 22, 23, 24, 25, 26, 28, 32, 35);

  /**
   * Finds a header. What has the right form is one if its addresses fit the file's size exactly, or
   * else if its platform is known: then the file claims to be a module, and is none.
   */
  static Optional<ParticleHeader> find(ByteBuffer file) {
    List<ParticleHeader> claims = new ArrayList<>();
    for (int offset : OFFSETS) {
      if (offset + BYTES <= file.limit()) {
        at(file, offset).ifPresent(claims::add);
      }
    }
    return claims.stream()
        .filter(claim -> claim.size() == file.limit())
        .findFirst()
        .or(() -> claims.stream().filter(ParticleHeader::isOfKnownPlatform).findFirst());
  }

  private static Optional<ParticleHeader> at(ByteBuffer file, int offset) {
    long start = Integer.toUnsignedLong(file.getInt(offset));
    long end = Integer.toUnsignedLong(file.getInt(offset + 4));
    int flags = file.get(offset + 9);
    Optional<ParticleFunction> function = ParticleFunction.ofNumber(file.get(offset + 14) & 0xFF);
    Optional<ParticleDependency> first = ParticleDependency.at(file, offset + 16);
    Optional<ParticleDependency> second = ParticleDependency.at(file, offset + 20);
    boolean wellFormed =
        start < end
            && (flags & ~KNOWN_FLAGS) == 0
            && function.filter(known -> known != ParticleFunction.NONE).isPresent()
            && first.isPresent()
            && second.isPresent();
    return wellFormed
        ? Optional.of(
            new ParticleHeader(
                offset,
                end - start + ParticleSuffix.CRC_BYTES,
                flags,
                file.getShort(offset + 10) & 0xFFFF,
                file.getShort(offset + 12) & 0xFFFF,
                function.get(),
                file.get(offset + 15) & 0xFF,
                List.of(first.get(), second.get())))
        : Optional.empty();
  }

  private boolean isOfKnownPlatform() {
    return PLATFORMS.contains(platform);
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** The first octet behind it. */
  int end() {
    return offset + BYTES;
  }
}
