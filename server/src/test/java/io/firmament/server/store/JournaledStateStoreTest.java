package io.firmament.server.store;

import io.firmament.server.app.StateStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract on disk, with segments and snapshots so small that every change makes some. */
final class JournaledStateStoreTest extends StateStoreContract {
  @TempDir private Path directory;
  private DataDirectory data;
  private JournaledStateStore store;

  @BeforeEach
  void open() throws IOException {
    data = DataDirectory.open(directory);
    store =
        JournaledStateStore.open(
            data, new StoreOptions(200, 300, 300, 1 << 20, Duration.ofDays(1000), 1000, 1000));
  }

  @AfterEach
  void close() throws IOException {
    store.close();
    data.close();
  }

  @Override
  StateStore store() {
    return store;
  }
}
