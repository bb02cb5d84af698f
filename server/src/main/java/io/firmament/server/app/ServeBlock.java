package io.firmament.server.app;

import io.firmament.protocol.value.ByteRange;
import io.firmament.protocol.value.DeviceId;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Serves blocks, without any state of a transfer: only to devices of the product that owns the
 * blob.
 */
public final class ServeBlock {
  private final Admissions admissions;
  private final BlobOwners owners;
  private final BlobStore blobs;
  private final Sessions sessions;
  private final BlockThrottle throttle;
  private final InstantSource clock;

  ServeBlock(
      Admissions admissions,
      BlobOwners owners,
      BlobStore blobs,
      Sessions sessions,
      BlockThrottle throttle,
      InstantSource clock) {
    this.admissions = admissions;
    this.owners = owners;
    this.blobs = blobs;
    this.sessions = sessions;
    this.throttle = throttle;
    this.clock = clock;
  }

  /** When the next block of a device may leave; to be asked once for each. */
  public BlockTurn turn(DeviceId device) {
    return throttle.next(device, clock.instant());
  }

  /**
   * A block.
   *
   * @param prefix the blob's name in the path: 12 characters
   * @param number the block's number
   * @param sizeBytes the size of a block
   * @throws IOException when the disk fails
   */
  public BlockReply read(DeviceId device, String prefix, int number, int sizeBytes)
      throws IOException {
    Optional<BlobOwners.Owned> blob =
        admissions.product(device).flatMap(product -> owners.find(product, prefix));
    if (blob.isEmpty()) {
      return new BlockReply.Absent();
    }
    long size = blob.get().sizeBytes();
    long offset = (long) number * sizeBytes;
    if (offset >= size) {
      return new BlockReply.PastEnd(size);
    }
    byte[] octets = blobs.read(blob.get().digest(), new ByteRange(offset, sizeBytes));
    sessions.served(device, clock.instant());
    return new BlockReply.Block(octets, offset + octets.length < size, size);
  }
}
