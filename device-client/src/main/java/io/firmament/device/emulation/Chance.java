package io.firmament.device.emulation;

/**
 * Seeded numbers, xoshiro256+ filled by SplitMix64 (Blackman and Vigna), both as published. Each
 * kind of fate draws from a stream of its own, one or two numbers a datagram whether they are used
 * or not: so the n-th datagram meets the same fate in every run with the same seed, whatever the
 * timing and whatever else is set.
 */
final class Chance {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;
  private static final long SPREAD = 0x2545F4914F6CDD1DL;
  private static final int WORDS = 4;

  private final long[] state = new long[WORDS];

  Chance(long seed, long stream) {
    long counter = seed * SPREAD + stream * GOLDEN;
    for (int i = 0; i < WORDS; i++) {
      counter += GOLDEN;
      state[i] = mixed(counter);
    }
  }

  private static long mixed(long counter) {
    long z = (counter ^ (counter >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** The next number, from 0 to below 1. */
  double next() {
    final long sum = state[0] + state[3];
    final long shifted = state[1] << 17;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = Long.rotateLeft(state[3], 45);
    return (sum >>> 11) * 0x1.0p-53;
  }
}
