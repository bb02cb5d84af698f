package io.firmament.server.app;

import java.io.IOException;
import java.io.OutputStream;

/** The port to a copy of everything that the server remembers. */
public interface StoreBackup {
  /**
   * Writes a consistent copy into one stream while the server runs: state, firmware, certificates;
   * not DTLS connections and sessions. It holds secrets.
   *
   * @param out is flushed, but not closed
   * @throws IOException when the disk or the stream fails; what was written is then no backup
   */
  BackupReport writeTo(OutputStream out) throws IOException;

  /**
   * What a backup holds.
   *
   * @param sequence the sequence number of the newest change in it
   * @param files how many files
   * @param bytes their size before compression
   */
  record BackupReport(long sequence, long files, long bytes) {}
}
