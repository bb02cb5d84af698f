package io.firmament.server.store;

import io.firmament.server.app.BlobStore;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

final class FileBlobStoreTest extends BlobStoreContract {
  @TempDir private Path directory;
  private DataDirectory data;
  private FileBlobStore store;

  @BeforeEach
  void open() throws IOException {
    data = DataDirectory.open(directory);
    store = FileBlobStore.open(data);
  }

  @AfterEach
  void close() throws IOException {
    data.close();
  }

  @Override
  BlobStore store() {
    return store;
  }
}
