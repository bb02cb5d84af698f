package io.firmament.protocol.coding;

import io.firmament.protocol.value.Coding;
import java.util.Map;

/** The table of the codings that this build can encode and decode. */
public final class ImageCodings {
  private static final Map<Coding, ImageCoding> TABLE =
      Map.of(
          Coding.IDENTITY, new IdentityCoding(),
          Coding.DEFLATE, new DeflateCoding());

  private ImageCodings() {}

  /** The implementation of a coding. */
  public static ImageCoding of(Coding coding) {
    return TABLE.get(coding);
  }
}
