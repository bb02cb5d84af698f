package planted.firmament.protocol.codec;

import java.nio.file.Files;
import java.nio.file.Path;

/** Rule 1: protocol does no I/O. */
public final class ReadsFile {
  boolean planted() {
    return Files.exists(Path.of("x"));
  }
}
