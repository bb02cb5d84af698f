package io.firmament.server.app;

import io.firmament.protocol.value.ByteRange;
import io.firmament.protocol.value.DeviceId;
import java.io.IOException;
import java.util.Optional;

/** Serves signed manifests. */
public final class ServeManifest {
  private final Admissions admissions;
  private final BlobOwners owners;
  private final BlobStore blobs;

  ServeManifest(Admissions admissions, BlobOwners owners, BlobStore blobs) {
    this.admissions = admissions;
    this.owners = owners;
    this.blobs = blobs;
  }

  /**
   * A manifest.
   *
   * @param prefix its name in the path: 12 characters
   * @return empty when there is none of that name for the device's product: 4.04
   * @throws IOException when the disk fails
   */
  public Optional<byte[]> find(DeviceId device, String prefix) throws IOException {
    Optional<BlobOwners.Owned> owned =
        admissions.product(device).flatMap(product -> owners.find(product, prefix));
    if (owned.isEmpty()) {
      return Optional.empty();
    }
    ByteRange all = new ByteRange(0, owned.get().sizeBytes());
    return Optional.of(blobs.read(owned.get().digest(), all));
  }
}
