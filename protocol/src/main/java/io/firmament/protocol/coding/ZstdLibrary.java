package io.firmament.protocol.coding;

import com.github.luben.zstd.util.Native;
import java.util.Optional;

/** Whether zstd can be used here: its jar may be left out, and its library may not load. */
final class ZstdLibrary {
  private ZstdLibrary() {}

  /** Loads the library; says why where that cannot be done. */
  static Optional<String> trouble() {
    try {
      Native.load();
      return Optional.empty();
    } catch (NoClassDefFoundError e) {
      return Optional.of("zstd-jni is not on the class path");
    } catch (LinkageError e) {
      return Optional.of("its native library does not load: " + firstLine(e));
    }
  }

  private static String firstLine(LinkageError e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
  }
}
