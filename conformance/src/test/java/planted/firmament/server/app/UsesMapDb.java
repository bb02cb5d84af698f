package planted.firmament.server.app;

import org.mapdb.DB;

/** Rule 4: MapDB is not seen here. */
public final class UsesMapDb {
  Object planted() {
    return DB.class;
  }
}
