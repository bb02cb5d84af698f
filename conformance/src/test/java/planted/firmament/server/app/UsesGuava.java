package planted.firmament.server.app;

import com.google.common.collect.ImmutableList;

/** Rule 4: what MapDB brings along is not seen here. */
public final class UsesGuava {
  Object planted() {
    return ImmutableList.class;
  }
}
