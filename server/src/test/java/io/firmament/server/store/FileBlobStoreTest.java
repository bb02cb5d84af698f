package io.firmament.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.value.ByteRange;
import io.firmament.protocol.value.Digest;
import io.firmament.server.app.BlobStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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

  @Test
  void blob_that_the_disk_has_damaged_is_whole_once_it_is_stored_again() throws Exception {
    byte[] content = {1, 2, 3};
    ByteRange all = new ByteRange(0, content.length);
    Digest blob = store.put(new ByteArrayInputStream(content), content.length);
    Path file = directory.resolve("blobs").resolve(blob.hex().substring(0, 2)).resolve(blob.hex());
    Files.write(file, new byte[] {1, 9, 3}, StandardOpenOption.WRITE);
    assertThat(store.read(blob, all)).isEqualTo(new byte[] {1, 9, 3});

    store.put(new ByteArrayInputStream(content), content.length);

    assertThat(store.read(blob, all)).isEqualTo(content);
  }

  @Override
  BlobStore store() {
    return store;
  }
}
