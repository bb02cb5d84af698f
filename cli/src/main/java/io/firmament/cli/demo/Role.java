package io.firmament.cli.demo;

/**
 * One device of the demonstration.
 *
 * @param name what the operators call it
 * @param id 24 hexadecimal digits
 * @param credential the kind of its credential, as {@code certs device --kind} takes it
 * @param link its emulated link, as {@code device run --link} takes it
 * @param paceMillis least time between two block requests: a person shall see the blocks
 */
record Role(String name, String id, String credential, String link, int paceMillis) {
  /** On the slowest link, with the smallest credential; its power is cut. */
  static final Role BALCONY = new Role("balcony", "e00fce68aabbccddeeff0011", "psk", "nb-iot", 0);

  /** Its server is killed. */
  static final Role CELLAR = new Role("cellar", "e00fce68aabbccddeeff0022", "rpk", "lte-m", 400);

  /** Its address changes, and then its link is gone for a while. */
  static final Role ROOF = new Role("roof", "e00fce68aabbccddeeff0033", "x509", "wifi", 250);

  /** Whether an authority of its product vouches for it. */
  boolean isCertified() {
    return credential.equals("x509");
  }
}
