package io.firmament.server.app;

import io.firmament.server.release.Release;

/** Releases a version to a whole product (features REL2 to REL4). */
public final class PublishRelease {
  /**
   * Releases a version.
   *
   * @throws RefusedException NOT_FOUND when there is no such version, CONFLICT when it was
   *     withdrawn or runs on no device and no reason is given
   */
  public Release publish(NewRelease wish, Caller caller) throws RefusedException {
    throw new UnsupportedOperationException();
  }
}
