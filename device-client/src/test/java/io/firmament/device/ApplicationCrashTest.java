package io.firmament.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.device.core.CloudStatus;
import io.firmament.device.slot.FileSlotStore;
import io.firmament.device.slot.SlotOptions;
import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An application that throws where the library calls it. */
@Timeout(60)
final class ApplicationCrashTest {
  @TempDir private Path directory;

  @Test
  void an_application_that_throws_in_threaded_mode_is_booted_and_not_left_without_a_client()
      throws Exception {
    TestIdentity identity = TestIdentity.make(directory.resolve("certs"));
    CompletableFuture<BootReason> booted = new CompletableFuture<>();
    UpdateListener broken =
        new UpdateListener() {
          @Override
          public void cloudStatus(CloudStatus status, String detail) {
            throw new IllegalArgumentException("a mistake in the application");
          }

          @Override
          public void restart(BootReason reason) {
            booted.complete(reason);
          }
        };
    try (FileSlotStore store =
        FileSlotStore.open(directory.resolve("slots"), SlotOptions.DEFAULT)) {
      store.boot(BootReason.POWER, image -> true);
      try (DeviceClient client = DeviceClient.open(config(identity), store, broken)) {
        client.connect();
        assertThat(booted.get(30, TimeUnit.SECONDS)).isEqualTo(BootReason.CRASH);
        assertThat(client.ended()).isTrue();
      }
    }
  }

  @Test
  void a_self_test_that_throws_has_failed() {
    UpdateListener broken =
        new UpdateListener() {
          @Override
          public boolean selfTest() {
            throw new IllegalStateException("no sensor");
          }

          @Override
          public void restart(BootReason reason) {}
        };
    assertThat(new Callbacks(broken).selfTest()).isFalse();
  }

  private static DeviceConfig config(TestIdentity identity) {
    return DeviceConfig.of(
        identity.credential(),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 9),
        new ProductId(1),
        new PlatformId(100));
  }
}
