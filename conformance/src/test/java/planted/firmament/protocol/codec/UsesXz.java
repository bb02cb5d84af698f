package planted.firmament.protocol.codec;

import org.tukaani.xz.ArrayCache;

/** Rules 1 and 4: compression belongs to the codings. */
final class UsesXz {
  ArrayCache planted() {
    return ArrayCache.getDummyCache();
  }
}
