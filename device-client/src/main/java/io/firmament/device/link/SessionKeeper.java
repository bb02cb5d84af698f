package io.firmament.device.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.scandium.dtls.Connection;
import org.eclipse.californium.scandium.dtls.DTLSContext;
import org.eclipse.californium.scandium.dtls.Handshaker;
import org.eclipse.californium.scandium.dtls.SessionAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts handshakes, and remembers the newest session, in memory and on disk. */
final class SessionKeeper extends SessionAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(SessionKeeper.class);
  private static final long CLOSING_SECONDS = 5;

  private final Optional<SessionFile> file;
  private final WireCounter counter;
  private final ExecutorService writer;
  private byte[] newest;

  SessionKeeper(Optional<SessionFile> file, WireCounter counter) {
    this.file = file;
    this.counter = counter;
    this.newest = file.flatMap(SessionFile::read).orElse(new byte[0]);
    this.writer =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "firmament-device-session");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Called by Scandium's threads: the disk is left to another one. */
  @Override
  public void contextEstablished(Handshaker handshaker, DTLSContext context) {
    counter.established(handshaker.isFullHandshake());
    byte[] session = RememberedSession.octets(context.getSession());
    if (remember(session)) {
      writer.execute(() -> onDisk(() -> file.get().write(session)));
    }
  }

  private synchronized boolean remember(byte[] session) {
    boolean changed = !Arrays.equals(newest, session);
    newest = session;
    return changed && file.isPresent();
  }

  /** A connection that resumes what is remembered. */
  synchronized Optional<Connection> remembered(InetSocketAddress peer, long nanos) {
    return newest.length == 0
        ? Optional.empty()
        : RememberedSession.connection(newest, peer, nanos);
  }

  synchronized void forget() {
    newest = new byte[0];
    file.ifPresent(kept -> writer.execute(() -> onDisk(kept::delete)));
  }

  /** Waits until the newest session is on disk. */
  void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("the session was not written within {} s", CLOSING_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private interface Writing {
    void run() throws IOException;
  }

  /** A session that cannot be kept costs a full handshake, and nothing else. */
  private static void onDisk(Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      LOG.warn("the session cannot be kept: {}", e.getMessage());
    }
  }
}
