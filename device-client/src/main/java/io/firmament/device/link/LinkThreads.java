package io.firmament.device.link;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.elements.util.DaemonThreadFactory;

/**
 * The threads of one link, or of all links of a process that runs many devices. Beside these, each
 * link has one thread that reads its socket.
 */
public final class LinkThreads implements AutoCloseable {
  private static final long IDLE_SECONDS = 10;

  private final ScheduledThreadPoolExecutor coap;
  private final ScheduledThreadPoolExecutor dtls;
  private final ThreadPoolExecutor disk;

  private LinkThreads(int protocolThreads, int diskThreads) {
    this.coap = scheduler(protocolThreads, "firmament-device-coap-");
    this.dtls = scheduler(protocolThreads, "firmament-device-dtls-");
    this.disk =
        new ThreadPoolExecutor(
            diskThreads,
            diskThreads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new DaemonThreadFactory("firmament-device-session-"));
    disk.allowCoreThreadTimeOut(true);
  }

  /** Threads of one device. */
  static LinkThreads ofOne() {
    return new LinkThreads(1, 1);
  }

  /** Threads that any number of devices share; as many as there are processors. */
  public static LinkThreads shared() {
    return new LinkThreads(Math.max(2, Runtime.getRuntime().availableProcessors()), 2);
  }

  private static ScheduledThreadPoolExecutor scheduler(int threads, String name) {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(threads, new DaemonThreadFactory(name));
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }

  /** Matches answers, retransmits. */
  ScheduledExecutorService coap() {
    return coap;
  }

  /** Handshakes, encrypts, decrypts. */
  ScheduledExecutorService dtls() {
    return dtls;
  }

  /** Writes sessions. */
  Executor disk() {
    return disk;
  }

  /** Ends them; every link must be closed before. */
  @Override
  public void close() {
    dtls.shutdownNow();
    coap.shutdownNow();
    disk.shutdown();
  }
}
