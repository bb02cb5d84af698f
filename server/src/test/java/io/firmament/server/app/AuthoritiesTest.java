package io.firmament.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.firmament.certs.CertificateForge;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.Authority;
import io.firmament.server.device.DeviceFixtures;
import io.firmament.server.store.MemoryStateStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What is trusted, in memory, while operators change it. */
class AuthoritiesTest {
  private static final ProductId PRODUCT = DeviceFixtures.PRODUCT;

  /** Does something once, after the authorities were read and before whoever read them goes on. */
  private static final class SlowStore extends MemoryStateStore {
    private final AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});

    @Override
    public <T> List<Stored<T>> list(Table<T> table, String keyPrefix, String after, int limit) {
      List<Stored<T>> page = super.list(table, keyPrefix, after, limit);
      if (table == Tables.AUTHORITIES) {
        meanwhile.getAndSet(() -> {}).run();
      }
      return page;
    }
  }

  private final SlowStore store = new SlowStore();
  private final Authorities authorities =
      new Authorities(new Fleet(MirroredStore.over(store, Tables.mirrored(), Tables.catalogued())));

  @Test
  void authority_that_is_taken_away_while_another_change_is_read_is_trusted_no_more()
      throws Exception {
    Digest key = trust();
    Thread distrusting = new Thread(() -> distrust(key));
    store.meanwhile.set(
        () -> {
          distrusting.start();
          await().until(() -> hasEndedOrWaits(distrusting));
        });

    authorities.reread();
    distrusting.join();

    assertThat(authorities.isTrusted(PRODUCT, key)).isFalse();
  }

  private static boolean hasEndedOrWaits(Thread thread) {
    return EnumSet.of(Thread.State.TERMINATED, Thread.State.BLOCKED).contains(thread.getState());
  }

  private Digest trust() throws Exception {
    X509Certificate own = CertificateForge.authority("own").selfSigned().chain().get(0);
    Digest key = Digest.of(own.getPublicKey().getEncoded());
    String der = HexFormat.of().formatHex(own.getEncoded());
    store.commit(
        Change.change()
            .put(
                Tables.AUTHORITIES,
                Tables.key(PRODUCT, key),
                new Authority(PRODUCT, key, der, Instant.EPOCH))
            .build());
    authorities.reread();
    assertThat(authorities.isTrusted(PRODUCT, key)).isTrue();
    return key;
  }

  private void distrust(Digest key) {
    store
        .submit(Change.change().drop(Tables.AUTHORITIES, Tables.key(PRODUCT, key)).build())
        .toCompletableFuture()
        .join();
    authorities.reread();
  }
}
