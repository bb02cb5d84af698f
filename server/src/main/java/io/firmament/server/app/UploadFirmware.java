package io.firmament.server.app;

import io.firmament.server.release.Firmware;
import java.io.IOException;
import java.io.InputStream;

/** Takes a new version of a firmware (features PRD1 to PRD4). */
public final class UploadFirmware {
  /**
   * Reads, checks, signs and keeps a firmware; its encodings are made in the background.
   *
   * @param content the file; read to its end, not closed
   * @throws RefusedException INVALID when the file does not hold what was declared (both numbers
   *     are said), CONFLICT when the version is not higher than every one that is there, TOO_LARGE
   * @throws IOException when the content cannot be read or kept
   */
  public Firmware upload(NewFirmware wish, InputStream content, Caller caller)
      throws RefusedException, IOException {
    throw new UnsupportedOperationException();
  }
}
