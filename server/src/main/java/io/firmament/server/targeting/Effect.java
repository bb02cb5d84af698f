package io.firmament.server.targeting;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.FirmwareVersion;
import java.util.Optional;

/** What a release does to one of the devices that it is for (feature REL7). */
public sealed interface Effect {
  /** The device. */
  DeviceId device();

  /** Its name. */
  String name();

  /** The version that it runs; empty where it has said none. */
  Optional<FirmwareVersion> from();

  /**
   * It is updated: now, or once what it waits for has come.
   *
   * @param device the device
   * @param name its name
   * @param from the version that it runs
   * @param to the version that it gets
   * @param encodedBytes what is sent for that, where nothing is there yet and nothing is repeated
   * @param reboots how often it boots for that
   * @param back whether it goes back to a lower version
   * @param newlyBack whether it does so because of this release, and would not have done without
   * @param waits why not now, where it is not now
   */
  record Update(
      DeviceId device,
      String name,
      Optional<FirmwareVersion> from,
      FirmwareVersion to,
      long encodedBytes,
      int reboots,
      boolean back,
      boolean newlyBack,
      Optional<Reason> waits)
      implements Effect {}

  /**
   * It is passed over.
   *
   * @param device the device
   * @param name its name
   * @param from the version that it runs
   * @param why why, as a code: a reason's, {@code LOCKED}, {@code OTHER_RELEASE} or {@code
   *     NEVER_SEEN}
   * @param detail the same in words
   */
  record Skip(
      DeviceId device, String name, Optional<FirmwareVersion> from, String why, String detail)
      implements Effect {}
}
