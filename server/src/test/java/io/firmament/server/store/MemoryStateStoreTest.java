package io.firmament.server.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.server.app.Change;
import io.firmament.server.app.StateStore;
import io.firmament.server.app.StoreFailedException;
import org.junit.jupiter.api.Test;

final class MemoryStateStoreTest extends StateStoreContract {
  private final MemoryStateStore store = new MemoryStateStore();

  @Override
  StateStore store() {
    return store;
  }

  @Test
  void a_broken_disk_refuses_changes() {
    store.breakDisk();

    assertThatThrownBy(() -> store.commit(Change.change().build()))
        .isInstanceOf(StoreFailedException.class);
  }
}
