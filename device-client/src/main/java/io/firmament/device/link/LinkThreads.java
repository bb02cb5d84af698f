package io.firmament.device.link;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
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

  private final ThreadPoolExecutor crypto;
  private final ThreadPoolExecutor disk;
  private final Stage dtls;
  private final Stage coap;

  private LinkThreads(int cryptoThreads, int diskThreads) {
    this.crypto = pool(cryptoThreads, "firmament-device-dtls-");
    this.disk = pool(diskThreads, "firmament-device-session-");
    this.dtls = new Stage("firmament-device-dtls-timer-", crypto);
    this.coap = new Stage("firmament-device-coap-timer-", Runnable::run);
  }

  /** Threads of one device. */
  static LinkThreads ofOne() {
    return new LinkThreads(1, 1);
  }

  /** Threads that any number of devices share; as many as there are processors. */
  public static LinkThreads shared() {
    return new LinkThreads(Math.max(2, Runtime.getRuntime().availableProcessors()), 2);
  }

  private static ThreadPoolExecutor pool(int threads, String name) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new DaemonThreadFactory(name));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** One thread for times, while what is to be done now is done elsewhere. */
  private static final class Stage extends ScheduledThreadPoolExecutor {
    private final Executor now;

    private Stage(String timer, Executor now) {
      super(1, new DaemonThreadFactory(timer));
      this.now = now;
      setRemoveOnCancelPolicy(true);
    }

    @Override
    public void execute(Runnable job) {
      if (isShutdown()) {
        throw new RejectedExecutionException("the link is closed");
      }
      now.execute(job);
    }
  }

  /**
   * Matches answers, on the thread that brings them; makes messages, on the thread that sends them.
   * Handing them to another thread would take longer.
   */
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
    crypto.shutdownNow();
    coap.shutdownNow();
    disk.shutdown();
  }
}
