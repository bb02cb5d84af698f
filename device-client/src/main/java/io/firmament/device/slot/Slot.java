package io.firmament.device.slot;

/** One of the two places of the application. */
enum Slot {
  A,
  B;

  /** The file with the image. */
  String image() {
    return "slot-" + name();
  }

  /** The file with the image's manifest. */
  String manifest() {
    return image() + ".manifest";
  }

  /** The file that becomes the image. */
  String imageAside() {
    return image() + FileNames.ASIDE;
  }

  /** The file that becomes the manifest. */
  String manifestAside() {
    return manifest() + FileNames.ASIDE;
  }
}
