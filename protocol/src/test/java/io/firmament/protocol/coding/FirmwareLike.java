package io.firmament.protocol.coding;

import java.util.Random;

/** Octets that compress about as well as code does: words from a small stock, and noise. */
public final class FirmwareLike {
  private FirmwareLike() {}

  /** As many of them as asked for, always the same ones for a seed. */
  public static byte[] octets(int size, long seed) {
    Random random = new Random(seed);
    byte[] image = new byte[size];
    random.nextBytes(image);
    for (int i = 64; i + 4 <= size; i += 4) {
      if (random.nextInt(3) > 0) {
        System.arraycopy(image, 4 * random.nextInt(16), image, i, 4);
      }
    }
    return image;
  }
}
