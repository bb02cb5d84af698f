package io.firmament.device;

import io.firmament.protocol.coding.ImageCoding;
import io.firmament.protocol.coding.ImageCodings;
import io.firmament.protocol.message.CodingCapability;
import io.firmament.protocol.value.Coding;
import io.firmament.protocol.value.InvalidValueException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a device decodes, and with how much memory. Identity needs none and is always among it; a
 * coding whose library is missing, or that the memory is too small for, never is.
 *
 * @param codings the codings that are wanted
 * @param memoryBytes what a decoder may take, in octets; buffers of 16 KiB come on top
 */
public record DecoderSettings(Set<Coding> codings, long memoryBytes) {
  /** Enough for everything but Zstandard with a window of more than half a mebibyte. */
  public static final DecoderSettings DEFAULT =
      new DecoderSettings(EnumSet.allOf(Coding.class), 1 << 20);

  private static final Logger LOG = LoggerFactory.getLogger(DecoderSettings.class);
  private static final long MOST_MEMORY_BYTES = 0xFFFF_FFFFL;

  /**
   * Keeps a copy.
   *
   * @throws InvalidValueException when the memory is none that a hello can say
   */
  public DecoderSettings {
    if (memoryBytes < 0 || memoryBytes > MOST_MEMORY_BYTES) {
      throw new InvalidValueException(
          "decoder memory", "0 to " + MOST_MEMORY_BYTES + " octets", memoryBytes);
    }
    codings = Set.copyOf(codings);
  }

  /** What the hello says, by number. Reads a native library when it is first asked for one. */
  public List<CodingCapability> capabilities() {
    return EnumSet.allOf(Coding.class).stream()
        .filter(coding -> coding == Coding.IDENTITY || codings.contains(coding))
        .flatMap(coding -> capability(coding).stream())
        .toList();
  }

  private Optional<CodingCapability> capability(Coding coding) {
    if (!ImageCodings.canBeUsed(coding)) {
      Absence.tell();
    }
    return ImageCodings.find(coding)
        .map(this::said)
        .filter(capability -> capability.decodes(coding, 1));
  }

  /** What this decoder takes beyond the figure that belongs to the coding is taken off. */
  private CodingCapability said(ImageCoding with) {
    return new CodingCapability(with.coding().wire(), Math.max(0, memoryBytes - with.extraBytes()));
  }

  /** Says once a process, when it is first needed, that a library is missing. */
  private static final class Absence {
    static {
      for (Coding coding : Coding.values()) {
        ImageCodings.trouble(coding)
            .ifPresent(
                why ->
                    LOG.warn(
                        "{} cannot be decoded here, everything else can: {}", coding.label(), why));
      }
    }

    private Absence() {}

    static void tell() {
      // Loading the class has told it.
    }
  }
}
