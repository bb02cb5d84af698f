package io.firmament.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.firmament.protocol.value.ProductId;
import io.firmament.server.app.Change;
import io.firmament.server.app.ServerEvent;
import io.firmament.server.app.StoreFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As much as the store takes, and one more. */
final class StoreLimitsTest {
  private static final int QUEUED = 4;
  private static final StoreOptions SMALL_QUEUE =
      new StoreOptions(1 << 20, 1 << 20, 1 << 20, 1 << 20, Duration.ofDays(1), 1000, QUEUED);

  @TempDir private Path scratch;
  private final AtomicBoolean slow = new AtomicBoolean();
  private final CountDownLatch disk = new CountDownLatch(1);
  private final CountDownLatch writing = new CountDownLatch(1);

  @Test
  void change_beyond_those_that_may_wait_for_the_disk_is_refused_and_the_others_are_kept()
      throws Exception {
    try (DataDirectory data =
            DataDirectory.open(scratch.resolve("data"), new WatchedDisk(this::wait));
        JournaledStateStore store = JournaledStateStore.open(data, SMALL_QUEUE)) {
      slow.set(true);
      List<CompletionStage<Long>> taken = new ArrayList<>();
      taken.add(store.submit(event("x")));
      writing.await();
      for (int i = 0; i < QUEUED; i++) {
        taken.add(store.submit(event("x")));
      }

      CompletionStage<Long> refused = store.submit(event("x"));

      assertThatThrownBy(() -> refused.toCompletableFuture().join())
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(StoreFailedException.class)
          .hasMessageContaining(QUEUED + " changes wait for the disk");
      disk.countDown();
      for (CompletionStage<Long> stage : taken) {
        assertThat(stage.toCompletableFuture().join()).isPositive();
      }
      assertThat(store.submit(event("x")).toCompletableFuture().join()).isEqualTo(QUEUED + 2);
    }
  }

  /** The disk takes its time over the first force. */
  private void wait(DiskStep step) throws IOException {
    if (slow.get() && step.phase() == DiskStep.Phase.FORCE) {
      writing.countDown();
      await().until(() -> disk.getCount() == 0);
    }
  }

  @Test
  void change_of_sixteen_mebibytes_is_taken_and_not_one_octet_more() {
    RecordCodec codec = new RecordCodec();
    int around = (int) Commit.of(event(""), codec).bytes();

    assertThat(Commit.of(event("x".repeat(Commit.MAX_BYTES - around)), codec).bytes())
        .isEqualTo(Commit.MAX_BYTES);
    Change larger = event("x".repeat(Commit.MAX_BYTES - around + 1));
    assertThatThrownBy(() -> Commit.of(larger, codec))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 16777216 bytes, but this one 16777217");
  }

  private static Change event(String data) {
    return Change.change()
        .event(ServerEvent.ofProduct("e", data, Instant.EPOCH, new ProductId(1)))
        .build();
  }
}
