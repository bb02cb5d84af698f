package planted.firmament.protocol.codec;

import java.io.File;

/** Rule 1: a forbidden class of an allowed package. */
public final class ReadsOldFile {
  boolean planted() {
    return new File("x").exists();
  }
}
