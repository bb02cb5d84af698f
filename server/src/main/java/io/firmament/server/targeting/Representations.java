package io.firmament.server.targeting;

import io.firmament.protocol.value.Coding;
import io.firmament.server.device.CodingSupport;
import io.firmament.server.device.DeviceFacts;
import io.firmament.server.release.Encoding;
import io.firmament.server.release.Firmware;
import java.util.Comparator;
import java.util.List;

/** In which codings a firmware can go to a device, the best first (feature XFR6). */
public final class Representations {
  /** More octets than the image has that an encoding may need (docs/protocol.md, "Manifest"). */
  public static final long MAX_GROWTH_BYTES = 1024;

  private Representations() {}

  /**
   * The encodings that the device can decode, the smallest first; of two equal ones the one that
   * needs less decoding.
   *
   * @return none where it can decode none of them
   */
  public static List<Encoding> ranked(Firmware firmware, DeviceFacts facts) {
    long most = firmware.binary().sizeBytes() + MAX_GROWTH_BYTES;
    return firmware.encodings().stream()
        .filter(e -> e.sizeBytes() <= most && decodes(facts, e.coding()))
        .sorted(Comparator.comparingLong(Encoding::sizeBytes).thenComparing(Encoding::coding))
        .toList();
  }

  private static boolean decodes(DeviceFacts facts, Coding coding) {
    return coding == Coding.IDENTITY
        || facts.codings().stream().map(CodingSupport::coding).anyMatch(c -> c == coding);
  }
}
