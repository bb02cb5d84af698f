package io.firmament.conformance.scenario;

import java.util.Random;

/** Images of any size that deflate to about half, as firmware does. */
final class Images {
  private Images() {}

  static byte[] of(long seed, int bytes) {
    Random random = new Random(seed);
    byte[] image = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      image[i] = (byte) (i % 2 == 0 ? random.nextInt() : i >> 8);
    }
    return image;
  }
}
