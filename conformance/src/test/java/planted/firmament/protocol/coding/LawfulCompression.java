package planted.firmament.protocol.coding;

import org.tukaani.xz.ArrayCache;

/** The one door to compression libraries: keeps every rule. */
public final class LawfulCompression {
  private LawfulCompression() {}

  static ArrayCache lawful() {
    return ArrayCache.getDummyCache();
  }
}
