package io.firmament.server.coap;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.app.Identification;
import io.firmament.server.device.Fingerprint;
import java.io.IOException;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.scandium.dtls.DTLSSession;
import org.eclipse.californium.scandium.dtls.SessionId;
import org.eclipse.californium.scandium.dtls.SessionStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The DTLS sessions that devices can resume, the newest of each device: in memory, and behind it
 * encrypted in a file, so that a killed server costs an abbreviated handshake and no full one. The
 * DTLS threads touch the memory only; a thread of its own writes, what came together at once.
 */
final class SealedSessions implements SessionStore, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SealedSessions.class);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

  /** How long a session is in memory only: a write costs as much for one as for many. */
  private static final Duration TOGETHER = Duration.ofMillis(100);

  private final SessionLog log;
  private final Duration life;
  private final InstantSource clock;
  private final ScheduledThreadPoolExecutor writer =
      new ScheduledThreadPoolExecutor(
          1,
          job -> {
            Thread thread = new Thread(job, "session-writer");
            thread.setDaemon(true);
            return thread;
          });

  /** These three are guarded by this object. */
  private final Map<DeviceId, KeptSession> byDevice = new HashMap<>();

  private final Map<SessionId, DeviceId> byId = new HashMap<>();
  private final Set<DeviceId> unwritten = new LinkedHashSet<>();

  /** Only the writer touches it. */
  private boolean damaged;

  private SealedSessions(SessionLog log, Duration life, InstantSource clock) {
    this.log = log;
    this.life = life;
    this.clock = clock;
    writer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * Reads what is there.
   *
   * @param life how long after its full handshake a session can be resumed
   * @throws IOException when the file cannot be read or written
   */
  static SealedSessions open(DurableFile file, SealedBox box, Duration life, InstantSource clock)
      throws IOException {
    SealedSessions sessions = new SealedSessions(new SessionLog(file, box), life, clock);
    Instant now = clock.instant();
    for (KeptSession session : sessions.log.read().values()) {
      if (sessions.isAlive(session, now)) {
        sessions.byDevice.put(session.device(), session);
        sessions.byId.put(session.id(), session.device());
      }
    }
    sessions.log.rewrite(sessions.byDevice);
    return sessions;
  }

  /** The session of this id, unless it is too old. */
  synchronized Optional<KeptSession> find(SessionId id) {
    DeviceId device = byId.get(id);
    return device == null
        ? Optional.empty()
        : Optional.of(byDevice.get(device)).filter(s -> isAlive(s, clock.instant()));
  }

  /** Never answers null for the session of a live connection: Scandium would drop that one. */
  @Override
  public DTLSSession get(SessionId id) {
    return find(id).map(KeptSession::session).orElse(null);
  }

  @Override
  public void put(DTLSSession session) {
    Principal principal = session.getPeerIdentity();
    Identity.of(principal)
        .ifPresent(
            device ->
                put(
                    device,
                    Identity.known(principal).map(Identification.Known::credential),
                    session));
  }

  /**
   * Keeps a session. One that was resumed is kept already: it is what it was, and no younger.
   *
   * @param credential what it was made with; empty for one that comes back after a restart, whose
   *     credential is remembered here or it is not kept
   */
  synchronized void put(DeviceId device, Optional<Fingerprint> credential, DTLSSession session) {
    SessionId id = session.getSessionIdentifier();
    Optional<KeptSession> before = find(id);
    Optional<Fingerprint> known = credential.or(() -> before.map(KeptSession::credential));
    boolean isKept =
        known.isPresent() && before.filter(s -> s.isOf(device, known.get())).isPresent();
    if (known.isPresent() && !id.isEmpty() && !isKept) {
      Instant made = before.map(KeptSession::made).orElseGet(clock::instant);
      replace(device, Optional.of(id), new KeptSession(device, known.get(), made, session));
    }
  }

  @Override
  public synchronized void remove(SessionId id) {
    DeviceId device = byId.get(id);
    if (device != null) {
      replace(device, Optional.empty(), null);
    }
  }

  /** Forgets a device's session. */
  synchronized void remove(DeviceId device) {
    replace(device, Optional.empty(), null);
  }

  private void replace(DeviceId device, Optional<SessionId> id, KeptSession session) {
    KeptSession before = session == null ? byDevice.remove(device) : byDevice.put(device, session);
    if (before != null) {
      byId.remove(before.id());
    }
    id.ifPresent(i -> byId.put(i, device));
    if (unwritten.isEmpty() && !writer.isShutdown()) {
      writer.schedule(this::write, TOGETHER.toMillis(), TimeUnit.MILLISECONDS);
    }
    unwritten.add(device);
  }

  private boolean isAlive(KeptSession session, Instant now) {
    return session.made().plus(life).isAfter(now);
  }

  private void write() {
    try {
      if (damaged || isWorthRewriting()) {
        damaged = false;
        log.rewrite(all());
      } else {
        log.append(changes());
      }
    } catch (IOException e) {
      damaged = true;
      LOG.warn("DTLS sessions are not kept on disk: devices handshake in full after a crash", e);
    }
  }

  private synchronized boolean isWorthRewriting() {
    return log.isWorthRewriting(byDevice.size());
  }

  private synchronized Map<DeviceId, KeptSession> all() {
    unwritten.clear();
    return Map.copyOf(byDevice);
  }

  private synchronized Map<DeviceId, Optional<KeptSession>> changes() {
    Map<DeviceId, Optional<KeptSession>> changes = new LinkedHashMap<>();
    unwritten.forEach(device -> changes.put(device, Optional.ofNullable(byDevice.get(device))));
    unwritten.clear();
    return changes;
  }

  /** Writes what is left and closes the file. */
  @Override
  public void close() {
    writer.execute(this::end);
    writer.shutdown();
    try {
      if (!writer.awaitTermination(CLOSE_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("the file of DTLS sessions could not be closed within {}", CLOSE_PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end() {
    write();
    try {
      log.close();
    } catch (IOException e) {
      LOG.warn("the file of DTLS sessions was not closed", e);
    }
  }
}
