package io.firmament.conformance.handshakes;

import io.firmament.certs.DeviceCredential;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Devices of a kind that shake hands with one server, all at once, each as fast as it can. */
final class Load implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final boolean resumed;
  private final List<Device> devices = new ArrayList<>();
  private final ExecutorService next = Executors.newSingleThreadExecutor();
  private final AtomicReference<Run> run = new AtomicReference<>();

  /** A number of handshakes. */
  private record Run(
      boolean full,
      AtomicInteger toBegin,
      CountDownLatch toEnd,
      AtomicReference<IllegalStateException> mishap) {
    Run(boolean full, int count) {
      this(full, new AtomicInteger(count), new CountDownLatch(count), new AtomicReference<>());
    }
  }

  Load(Kind kind, List<DeviceCredential> credentials, InetSocketAddress server)
      throws IOException, InterruptedException {
    this.resumed = kind == Kind.RESUMED;
    for (DeviceCredential credential : credentials) {
      devices.add(new Device(kind, credential, server, this::ended));
    }
    if (resumed) {
      shakeHands(new Run(true, devices.size()));
    }
  }

  /**
   * Shakes hands so often.
   *
   * @throws IllegalStateException when a handshake fails, or is not of this kind
   */
  void shakeHands(int count) throws InterruptedException {
    shakeHands(new Run(!resumed, count));
  }

  private void shakeHands(Run wanted) throws InterruptedException {
    run.set(wanted);
    devices.forEach(device -> begin(wanted, device));
    if (!wanted.toEnd().await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException(wanted.toEnd().getCount() + " handshakes did not end");
    }
    if (wanted.mishap().get() != null) {
      throw wanted.mishap().get();
    }
  }

  private static void begin(Run run, Device device) {
    if (run.toBegin().getAndDecrement() > 0) {
      device.begin(run.full());
    }
  }

  private void ended(Device device, boolean full, Throwable failure) {
    Run current = run.get();
    if (failure != null || full != current.full()) {
      String what = full ? "a full handshake" : "a resumption";
      current.mishap().set(new IllegalStateException(what + " failed, or was not wanted", failure));
    }
    current.toEnd().countDown();
    next.execute(() -> begin(current, device));
  }

  @Override
  public void close() {
    next.shutdownNow();
    devices.forEach(Device::close);
  }
}
