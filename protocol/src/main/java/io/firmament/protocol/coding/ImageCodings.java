package io.firmament.protocol.coding;

import io.firmament.protocol.value.Coding;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The table of the codings, and of those that cannot be used in this process. */
public final class ImageCodings {
  private static final Optional<String> ZSTD_TROUBLE = ZstdLibrary.trouble();
  private static final Map<Coding, ImageCoding> TABLE = table();

  private ImageCodings() {}

  private static Map<Coding, ImageCoding> table() {
    Map<Coding, ImageCoding> table = new EnumMap<>(Coding.class);
    table.put(Coding.IDENTITY, new IdentityCoding());
    table.put(Coding.DEFLATE, new DeflateCoding());
    table.put(Coding.LZMA, new LzmaCoding());
    if (ZSTD_TROUBLE.isEmpty()) {
      table.put(Coding.ZSTD, new ZstdCoding());
    }
    return Map.copyOf(table);
  }

  /** The implementation of a coding, if it can be used here. */
  public static Optional<ImageCoding> find(Coding coding) {
    return Optional.ofNullable(TABLE.get(coding));
  }

  /** Whether a coding can be used here. */
  public static boolean canBeUsed(Coding coding) {
    return TABLE.containsKey(coding);
  }

  /**
   * The implementation of a coding.
   *
   * @throws IllegalStateException when it cannot be used here
   */
  public static ImageCoding of(Coding coding) {
    return find(coding)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    coding.label() + " cannot be used: " + trouble(coding).orElse("unknown")));
  }

  /** Why a coding cannot be used here; empty where it can. Everything else works without it. */
  public static Optional<String> trouble(Coding coding) {
    return coding == Coding.ZSTD ? ZSTD_TROUBLE : Optional.empty();
  }
}
