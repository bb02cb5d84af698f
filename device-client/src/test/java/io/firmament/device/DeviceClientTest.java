package io.firmament.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.firmament.device.core.CloudStatus;
import io.firmament.device.core.ImageFacts;
import io.firmament.device.core.InstalledImage;
import io.firmament.device.core.ManifestOctets;
import io.firmament.device.core.SlotStore;
import io.firmament.device.slot.FileSlotStore;
import io.firmament.device.slot.SlotOptions;
import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.message.ShortHello;
import io.firmament.protocol.value.Coding;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleName;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The library's face in both modes (DEV15), on real sockets. */
@Timeout(60)
final class DeviceClientTest {
  @TempDir private Path directory;
  private TestIdentity identity;
  private TestCloud cloud;
  private SlotStore store;
  private final Application application = new Application(() -> {});

  @BeforeEach
  void begin() throws Exception {
    identity = TestIdentity.make(directory.resolve("certs"));
    cloud = new TestCloud(identity.key());
    store = FileSlotStore.open(directory.resolve("slots"), SlotOptions.DEFAULT);
    byte[] factory = TestRelease.image(1000, 1);
    store.fillFactory(
        new InstalledImage(
            new ImageFacts(
                ModuleName.APPLICATION,
                new FirmwareVersion(1),
                Digest.of(factory),
                factory.length,
                0,
                Instant.EPOCH),
            ManifestOctets.of(new byte[] {1}),
            0),
        new ByteArrayInputStream(factory));
    store.boot(BootReason.POWER, image -> true);
  }

  @AfterEach
  void end() {
    store.close();
    cloud.close();
    assertThat(cloud.trouble).isEmpty();
  }

  /** Remembers what it is told, and by which thread. */
  private static final class Application implements UpdateListener {
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<String> threads = new CopyOnWriteArrayList<>();
    private final Runnable onStatus;

    /**
     * @param onStatus what it does when it is told of its connection
     */
    private Application(Runnable onStatus) {
      this.onStatus = onStatus;
    }

    private void hear(String what) {
      told.add(what);
      threads.add(Thread.currentThread().getName());
    }

    @Override
    public void restart(BootReason reason) {
      hear("restart " + reason);
    }

    @Override
    public void cloudStatus(CloudStatus status, String detail) {
      onStatus.run();
      hear("cloud " + status);
    }

    @Override
    public void updateComplete(FirmwareVersion version) {
      hear("complete " + version);
    }

    @Override
    public void resetPending() {
      hear("reset pending");
    }

    @Override
    public void updatePending(boolean pending) {
      hear("pending " + pending);
    }
  }

  @Test
  void in_cooperative_mode_nothing_happens_outside_process() throws Exception {
    try (DeviceClient client = open(DeviceConfig.Mode.COOPERATIVE)) {
      client.connect();
      assertThat(client.counts().wireBytesUp()).isZero();
      assertThat(application.told).isEmpty();
      runUntil(client, client::connected);
      assertThat(application.threads).containsOnly(Thread.currentThread().getName());
      int told = application.told.size();
      cloud.offer(
          TestRelease.of(identity, 2, TestRelease.image(5000, 2), Coding.IDENTITY).in(cloud, 1));
      assertThat(application.told).hasSize(told);
    }
  }

  @Test
  void in_threaded_mode_all_goes_on_in_the_background() throws Exception {
    cloud.offer(
        TestRelease.of(identity, 2, TestRelease.image(5000, 2), Coding.IDENTITY).in(cloud, 1));
    try (DeviceClient client = open(DeviceConfig.Mode.THREADED)) {
      assertThatThrownBy(() -> client.process(Duration.ZERO))
          .isInstanceOf(IllegalStateException.class);
      client.connect();
      // The application hears of it last of all.
      await().until(() -> application.told.contains("restart UPDATE"));
      assertThat(client.ended()).isTrue();
      assertThat(application.told).contains("complete 2").endsWith("restart UPDATE");
      assertThat(application.threads).containsOnly("firmament-device");
    }
  }

  @Test
  void a_deferred_reset_is_pending_until_it_is_enabled() throws Exception {
    cloud.offer(
        TestRelease.of(identity, 2, TestRelease.image(5000, 2), Coding.DEFLATE).in(cloud, 1));
    try (DeviceClient client = open(DeviceConfig.Mode.THREADED)) {
      client.disableReset();
      client.connect();
      await().until(client::resetPending);
      assertThat(application.told).contains("reset pending");
      assertThat(client.ended()).isFalse();
      client.enableReset();
      await().until(client::ended);
    }
  }

  @Test
  void switches_answer_at_once_and_the_cloud_hears_of_it() throws Exception {
    try (DeviceClient client = open(DeviceConfig.Mode.THREADED)) {
      assertThat(client.updatesEnabled()).isTrue();
      client.disableUpdates();
      assertThat(client.updatesEnabled()).isFalse();
      client.connect();
      await().until(() -> cloud.events.contains("particle/device/updates/enabled=false"));
    }
  }

  @Test
  void events_are_kept_until_they_are_delivered_and_goodbye_is_last() throws Exception {
    try (DeviceClient client = open(DeviceConfig.Mode.THREADED)) {
      assertThat(client.publish("door/front", "open")).isTrue();
      client.connect();
      await().until(() -> cloud.events.contains("door/front=open"));
      client.goodbye(Duration.ofMinutes(5));
      await().until(() -> cloud.events.contains("goodbye SLEEP"));
      await().until(() -> application.told.contains("cloud DISCONNECTED"));
      client.connect();
      await().until(() -> cloud.hellos.size() == 2);
      assertThat(cloud.hellos.get(1)).isInstanceOf(ShortHello.class);
      assertThat(client.counts().handshakes()).isEqualTo(1);
      assertThat(client.counts().resumes()).isZero();
    }
  }

  @Test
  void an_ended_session_is_followed_by_a_full_handshake() throws Exception {
    try (DeviceClient client = open(DeviceConfig.Mode.THREADED)) {
      client.connect();
      await().until(client::connected);
      client.endSession();
      await().until(() -> cloud.fullHandshakes.get() == 2);
      assertThat(cloud.events).contains("spark/device/session/end=");
      assertThat(client.counts().resumes()).isZero();
    }
  }

  @Test
  void what_is_for_the_cloud_leaves_before_the_application_is_told() throws Exception {
    Application busy = new Application(() -> await().until(() -> !cloud.hellos.isEmpty()));
    try (DeviceClient client = open(DeviceConfig.Mode.THREADED, busy)) {
      client.connect();
      await().until(client::connected);
    }
  }

  private DeviceClient open(DeviceConfig.Mode mode) throws Exception {
    return open(mode, application);
  }

  private DeviceClient open(DeviceConfig.Mode mode, Application told) throws Exception {
    DeviceConfig config =
        DeviceConfig.of(
                identity.credential(), cloud.address(), TestRelease.PRODUCT, TestRelease.PLATFORM)
            .rememberingSessionIn(directory.resolve("link"))
            .in(mode);
    return DeviceClient.open(config, store, told);
  }

  private static void runUntil(DeviceClient client, java.util.function.BooleanSupplier done)
      throws InterruptedException {
    while (!done.getAsBoolean()) {
      client.process(Duration.ofMillis(20));
    }
  }
}
