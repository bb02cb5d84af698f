package io.firmament.device.core;

/** Answers at a boot whether the device has what an image requires (SM1). */
@FunctionalInterface
public interface Dependencies {
  /** Whether every module that the image's manifest requires is there. Must not touch storage. */
  boolean areMetFor(InstalledImage image);
}
