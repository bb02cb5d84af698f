package io.firmament.server.app;

import io.firmament.server.release.Firmware;
import java.util.List;

/**
 * A firmware in its product's list (feature REL8).
 *
 * @param firmware the firmware
 * @param productDefault whether it stands released to the whole product now
 * @param groups the groups that it stands released to, by name
 * @param intelligent whether at once, in any of these
 * @param devices how many devices run exactly this image
 */
public record FirmwareView(
    Firmware firmware,
    boolean productDefault,
    List<String> groups,
    boolean intelligent,
    int devices) {
  /** Keeps a copy. */
  public FirmwareView {
    groups = List.copyOf(groups);
  }
}
