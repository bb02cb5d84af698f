package io.firmament.server.store;

import io.firmament.server.app.BlobStore;

final class MemoryBlobStoreTest extends BlobStoreContract {
  private final BlobStore store = new MemoryBlobStore();

  @Override
  BlobStore store() {
    return store;
  }
}
