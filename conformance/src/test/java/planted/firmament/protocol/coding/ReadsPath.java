package planted.firmament.protocol.coding;

import java.nio.file.Path;

/** Rule 1: the codings may use compression libraries, but no files. */
final class ReadsPath {
  Path planted() {
    return Path.of("image");
  }
}
