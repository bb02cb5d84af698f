package io.firmament.conformance.transfer;

import io.firmament.device.emulation.LinkProfile;
import java.util.OptionalDouble;

/** The links that are measured, with the image for each and what is to be reached. */
enum MeasuredLink {
  WIFI(LinkProfile.WIFI, 16 << 20, 85, OptionalDouble.empty()),
  LTE_M(LinkProfile.LTE_M, 256 << 10, 91, OptionalDouble.of(2)),
  LTE_M_EDGE(LinkProfile.LTE_M_EDGE, 256 << 10, 88, OptionalDouble.empty()),
  NB_IOT(LinkProfile.NB_IOT, 256 << 10, 90, OptionalDouble.of(1.6)),
  THREAD(LinkProfile.THREAD, 256 << 10, 90, OptionalDouble.of(2)),
  SATELLITE(LinkProfile.SATELLITE, 1 << 20, 90, OptionalDouble.empty());

  private final LinkProfile profile;
  private final int imageBytes;
  private final int goalPercent;
  private final OptionalDouble mostDelay;

  MeasuredLink(LinkProfile profile, int imageBytes, int goalPercent, OptionalDouble mostDelay) {
    this.profile = profile;
    this.imageBytes = imageBytes;
    this.goalPercent = goalPercent;
    this.mostDelay = mostDelay;
  }

  String label() {
    return profile.label();
  }

  EmulatedPath path() {
    return EmulatedPath.of(profile);
  }

  int imageBytes() {
    return imageBytes;
  }

  /** The least share of the link that half of the transfers are to reach. */
  int goalPercent() {
    return goalPercent;
  }

  /** The most that the median round trip may be, as a multiple of an idle one. */
  OptionalDouble mostDelay() {
    return mostDelay;
  }
}
