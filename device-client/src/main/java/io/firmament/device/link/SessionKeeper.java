package io.firmament.device.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
  private final Executor disk;
  private CompletableFuture<Void> written = CompletableFuture.completedFuture(null);
  private byte[] newest;

  /**
   * A keeper of one device's session.
   *
   * @param disk whose threads write; one session after the other all the same
   */
  SessionKeeper(Optional<SessionFile> file, WireCounter counter, Executor disk) {
    this.file = file;
    this.counter = counter;
    this.disk = disk;
    this.newest = file.flatMap(SessionFile::read).orElse(new byte[0]);
  }

  /** Called by Scandium's threads: the disk is left to another one. */
  @Override
  public void contextEstablished(Handshaker handshaker, DTLSContext context) {
    counter.established(handshaker.isFullHandshake());
    byte[] session = RememberedSession.octets(context.getSession());
    remember(session);
  }

  private synchronized void remember(byte[] session) {
    if (!Arrays.equals(newest, session)) {
      newest = session;
      file.ifPresent(kept -> later(() -> kept.write(session)));
    }
  }

  private synchronized void later(Writing writing) {
    written = written.thenRunAsync(() -> onDisk(writing), disk);
  }

  /** A connection that resumes what is remembered. */
  synchronized Optional<Connection> remembered(InetSocketAddress peer, long nanos) {
    return newest.length == 0
        ? Optional.empty()
        : RememberedSession.connection(newest, peer, nanos);
  }

  synchronized void forget() {
    newest = new byte[0];
    file.ifPresent(kept -> later(kept::delete));
  }

  /** Waits until the newest session is on disk. */
  void close() {
    try {
      newestWrite().get(CLOSING_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      LOG.warn("the session was not written within {} s", CLOSING_SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("writing a session threw", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized CompletableFuture<Void> newestWrite() {
    return written;
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
