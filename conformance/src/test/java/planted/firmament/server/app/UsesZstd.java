package planted.firmament.server.app;

import com.github.luben.zstd.Zstd;

/** Rule 4: compression belongs to the codings. */
final class UsesZstd {
  int planted() {
    return Zstd.maxCompressionLevel();
  }
}
