package io.firmament.protocol.image;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * An extension of a Particle module's header or suffix: type and length, 2 octets each, then the
 * content.
 *
 * @param type what it is
 * @param offset where its content begins in the file
 * @param length octets in its content
 */
record ParticleExtension(int type, int offset, int length) {
  /** The last one, or padding. */
  static final int END = 0x0000;

  /** Product and version. */
  static final int PRODUCT = 0x0001;

  /** A further dependency. */
  static final int DEPENDENCY = 0x0003;

  /** An asset's name. */
  static final int NAME = 0x0011;

  private static final int HEAD_BYTES = 4;

  /**
   * Reads all from one offset up to another one, which the last need not reach.
   *
   * @throws ImageException when one reaches beyond
   */
  static List<ParticleExtension> between(ByteBuffer file, int from, int to) throws ImageException {
    List<ParticleExtension> extensions = new ArrayList<>();
    int at = from;
    while (at + HEAD_BYTES <= to && !endsWith(extensions, END) && !endsWith(extensions, PRODUCT)) {
      int length = file.getShort(at + 2) & 0xFFFF;
      if (length < HEAD_BYTES || length > to - at) {
        String room = "from %d to %d octets".formatted(HEAD_BYTES, to - at);
        throw new ImageException(
            ImageFault.WRONG_FIELD, "length of the extension at octet " + at, room, length);
      }
      int type = file.getShort(at) & 0xFFFF;
      extensions.add(new ParticleExtension(type, at + HEAD_BYTES, length - HEAD_BYTES));
      at += length;
    }
    return extensions;
  }

  private static boolean endsWith(List<ParticleExtension> extensions, int type) {
    return !extensions.isEmpty() && extensions.get(extensions.size() - 1).type() == type;
  }

  /** Itself, if its content is as long as it must be. */
  ParticleExtension withLength(int atLeast) throws ImageException {
    if (length < atLeast) {
      throw new ImageException(
          ImageFault.WRONG_FIELD,
          "content of extension " + type,
          "at least %d octets".formatted(atLeast),
          length);
    }
    return this;
  }
}
