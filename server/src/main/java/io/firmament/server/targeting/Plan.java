package io.firmament.server.targeting;

import io.firmament.server.device.DeviceFacts;
import io.firmament.server.release.Encoding;
import io.firmament.server.release.Firmware;
import java.util.List;

/**
 * The way of a device to its target: what is installed, one after the other, each with a boot
 * behind it. It has one step as long as an application is all that is sent.
 *
 * @param steps the steps, the first one first; at least one
 */
public record Plan(List<Step> steps) {
  /** Keeps a copy. */
  public Plan {
    steps = List.copyOf(steps);
  }

  /**
   * One module that is installed.
   *
   * @param firmware the firmware
   * @param representations how it can be sent to the device, the best first
   */
  public record Step(Firmware firmware, List<Encoding> representations) {
    /** Keeps a copy. */
    public Step {
      representations = List.copyOf(representations);
    }
  }

  /** The way to a firmware that fits the device. */
  public static Plan to(Firmware firmware, DeviceFacts facts) {
    return new Plan(List.of(new Step(firmware, Representations.ranked(firmware, facts))));
  }

  /** What is sent for it where nothing is there yet and nothing is repeated, in octets. */
  public long encodedBytes() {
    return steps.stream().mapToLong(s -> s.representations().get(0).sizeBytes()).sum();
  }

  /** How often the device boots for it. */
  public int reboots() {
    return steps.size();
  }
}
