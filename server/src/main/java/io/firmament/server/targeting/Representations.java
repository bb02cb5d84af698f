package io.firmament.server.targeting;

import io.firmament.protocol.manifest.JudgeManifest;
import io.firmament.protocol.value.Coding;
import io.firmament.server.device.DeviceFacts;
import io.firmament.server.release.Binary;
import io.firmament.server.release.Encoding;
import io.firmament.server.release.Firmware;
import java.util.Comparator;
import java.util.List;

/** In which codings a firmware can go to a device, the best first (feature XFR6). */
public final class Representations {
  private Representations() {}

  /**
   * The encodings that the device can decode in its memory, the smallest first; of two equal ones
   * the one that needs less decoding.
   *
   * @return none where it can decode none of them
   */
  public static List<Encoding> ranked(Firmware firmware, DeviceFacts facts) {
    long most = firmware.binary().sizeBytes() + JudgeManifest.ENCODED_SLACK_BYTES;
    return firmware.encodings().stream()
        .filter(e -> e.sizeBytes() <= most && decodes(facts, e.coding(), firmware.binary()))
        .sorted(Comparator.comparingLong(Encoding::sizeBytes).thenComparing(Encoding::coding))
        .toList();
  }

  /** Whether the device can decode any of them. */
  static boolean any(Firmware firmware, DeviceFacts facts) {
    long most = firmware.binary().sizeBytes() + JudgeManifest.ENCODED_SLACK_BYTES;
    for (Encoding encoding : firmware.encodings()) {
      if (encoding.sizeBytes() <= most && decodes(facts, encoding.coding(), firmware.binary())) {
        return true;
      }
    }
    return false;
  }

  private static boolean decodes(DeviceFacts facts, Coding coding, Binary binary) {
    return coding == Coding.IDENTITY
        || facts.said().codings().stream().anyMatch(c -> c.decodes(coding, binary.sizeBytes()));
  }
}
