package io.firmament.device;

import io.firmament.device.core.CloudStatus;
import io.firmament.device.core.Link;
import io.firmament.device.core.LinkCounts;
import io.firmament.device.core.Moment;
import io.firmament.device.core.Notice;
import io.firmament.device.core.SlotStore;
import io.firmament.device.core.UpdateAction;
import io.firmament.device.core.UpdateEvent;
import io.firmament.device.core.UpdateMachine;
import io.firmament.device.link.DtlsLink;
import io.firmament.device.link.LinkFailedException;
import io.firmament.device.link.LinkOptions;
import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.message.Flags;
import io.firmament.protocol.transfer.TransferStatistics;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device's connection to its cloud, and its updates. One client lives from a boot to the next;
 * every method may be called by any thread, and returns at once: what it asks for happens in {@link
 * #process}, or on the client's own thread.
 */
public final class DeviceClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceClient.class);
  private static final int MOST_STEPS = 1024;
  private static final int MOST_WAITING = 1024;
  private static final Duration LONG = Duration.ofHours(1);

  private final UpdateListener application;
  private final Callbacks callbacks;
  private final Link link;
  private final UpdateMachine machine;
  private final BlockingQueue<UpdateEvent> inbox = new LinkedBlockingQueue<>();
  private final AtomicBoolean updatesEnabled = new AtomicBoolean(true);
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Optional<Thread> thread;
  private final long origin = System.nanoTime();

  private volatile Flags flags = Flags.DEFAULT;
  private volatile boolean connected;
  private volatile boolean settled;
  private volatile List<PublicKey> serverKeys;
  private volatile Optional<TransferStatistics> transfer = Optional.empty();
  private Optional<Duration> wakeAt = Optional.of(Duration.ZERO);

  private DeviceClient(DeviceConfig config, SlotStore store, UpdateListener application)
      throws LinkFailedException {
    SecureRandom random = new SecureRandom();
    this.application = application;
    this.callbacks = new Callbacks(application);
    this.machine =
        new UpdateMachine(
            config.profile(),
            store,
            new DecodingPipe(config.settings().decoders().capabilities()),
            random::nextDouble);
    this.serverKeys = machine.serverKeys();
    this.link =
        DtlsLink.open(
            new LinkOptions(
                config.server(),
                config.credential(),
                config.sessionDirectory(),
                config.threads(),
                () -> serverKeys),
            inbox::add,
            random);
    this.thread =
        config.mode() == DeviceConfig.Mode.THREADED
            ? Optional.of(new Thread(this::run, "firmament-device"))
            : Optional.empty();
  }

  /**
   * A client for this boot. It does not connect by itself.
   *
   * @param config what the device needs to know
   * @param store booted; used by nobody else until the client is closed, and closed by the caller
   * @param application told and asked what concerns it
   * @throws LinkFailedException when there is no socket to be had
   */
  public static DeviceClient open(DeviceConfig config, SlotStore store, UpdateListener application)
      throws LinkFailedException {
    DeviceClient client = new DeviceClient(config, store, application);
    client.thread.ifPresent(
        thread -> {
          thread.setDaemon(true);
          thread.start();
        });
    return client;
  }

  // ---- Connection

  /** Wants to be connected, from now on. */
  public void connect() {
    inbox.add(new UpdateEvent.Connect());
  }

  /** Whether the cloud has answered, and nothing speaks against its being there. */
  public boolean connected() {
    return connected;
  }

  /** Says goodbye and wants to be off. */
  public void disconnect() {
    inbox.add(new UpdateEvent.Leave(Duration.ZERO, false));
  }

  /**
   * Says goodbye and wants to be off, to sleep (DEV14).
   *
   * @param sleep after this time the device is back; zero where it does not know
   */
  public void goodbye(Duration sleep) {
    inbox.add(new UpdateEvent.Leave(sleep, true));
  }

  /** Forgets the session with the cloud; the next contact is a full handshake (DEV13). */
  public void endSession() {
    inbox.add(new UpdateEvent.EndSession());
  }

  // ---- Availability: RAM only, enabled after every boot

  /** No update starts from now on, unless the cloud forces it (DEV1). */
  public void disableUpdates() {
    switchUpdates(false);
  }

  /** Updates may start: as after every boot (DEV2). */
  public void enableUpdates() {
    switchUpdates(true);
  }

  /** What the last of {@link #disableUpdates} and {@link #enableUpdates} said. */
  public boolean updatesEnabled() {
    return updatesEnabled.get();
  }

  /** Whether an update is known to wait. */
  public boolean updatesPending() {
    return flags.updatePending();
  }

  /** Whether the cloud overrides {@link #disableUpdates}. */
  public boolean updatesForced() {
    return flags.updatesForced();
  }

  private synchronized void switchUpdates(boolean enabled) {
    updatesEnabled.set(enabled);
    inbox.add(new UpdateEvent.SwitchUpdates(enabled));
  }

  // ---- Resets

  /** A complete update waits (DEV9); any other reset applies it (DEV10). */
  public void disableReset() {
    inbox.add(new UpdateEvent.SwitchReset(false));
  }

  /** A complete update is applied at once: as after every boot. */
  public void enableReset() {
    inbox.add(new UpdateEvent.SwitchReset(true));
  }

  /** Whether a complete update waits for a reset. */
  public boolean resetPending() {
    return flags.resetPending();
  }

  /** Boots the device; a complete update is applied by that. */
  public void reset() {
    inbox.add(new UpdateEvent.ResetNow());
  }

  // ---- Events

  /**
   * Tells the cloud something; kept until it is delivered, in order.
   *
   * @param name segments separated by {@code /}
   * @param data text of at most 864 octets in UTF-8
   * @return false when too much waits already, and this was dropped
   */
  public boolean publish(String name, String data) {
    return inbox.size() < MOST_WAITING && inbox.add(new UpdateEvent.Publish(name, data));
  }

  // ---- Figures

  /** What went over the wire since this client was opened. */
  public LinkCounts counts() {
    return link.counts();
  }

  /** What the newest transfer of this client did; empty before the first one. */
  public Optional<TransferStatistics> transfer() {
    return transfer;
  }

  /** Whether the cloud knows all that the device has to say. */
  public boolean settled() {
    return settled;
  }

  /** Whether the device boots, or the client was closed: nothing happens any more. */
  public boolean ended() {
    return ended.get();
  }

  // ---- Running it

  /** Does what is to be done now, and returns. */
  public void process() {
    try {
      process(Duration.ZERO);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Does what is to be done now; waits for it where there is nothing.
   *
   * @param atMost the longest wait
   * @throws IllegalStateException in threaded mode
   */
  public void process(Duration atMost) throws InterruptedException {
    if (thread.isPresent()) {
      throw new IllegalStateException("in threaded mode the client runs itself");
    }
    steps(atMost);
  }

  /**
   * Nobody but this thread runs the device: what it throws is a crash of the application, after
   * which the device boots. A version on trial loses an attempt by that.
   */
  private void run() {
    try {
      while (!ended.get()) {
        steps(LONG);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException crash) {
      LOG.error("the client crashed, the device boots", crash);
      restart(BootReason.CRASH);
    }
  }

  private void steps(Duration atMost) throws InterruptedException {
    Duration wait = atMost;
    for (int i = 0; i < MOST_STEPS && !ended.get() && step(wait); i++) {
      wait = Duration.ZERO;
    }
  }

  /** One event, or one timer where there is no event; whether there was one. */
  private boolean step(Duration wait) throws InterruptedException {
    Duration untilWake = wakeAt.map(moment -> moment.minus(uptime())).orElse(LONG);
    Duration patience = untilWake.compareTo(wait) < 0 ? untilWake : wait;
    // What came in comes first: an answer that waits here is not lost.
    UpdateEvent event = inbox.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    if (event != null) {
      perform(event);
    } else if (patience.equals(untilWake)) {
      perform(new UpdateEvent.Woken());
    }
    return event != null || patience.equals(untilWake);
  }

  private void perform(UpdateEvent event) {
    wakeAt = Optional.empty();
    for (UpdateAction action : machine.on(event, new Moment(uptime(), Instant.now()))) {
      perform(action);
    }
    if (!ended.get()) {
      flags = machine.flags();
      settled = machine.settled();
      serverKeys = machine.serverKeys();
    }
    machine.transfer().ifPresent(statistics -> transfer = Optional.of(statistics));
  }

  private void perform(UpdateAction action) {
    if (action instanceof UpdateAction.Send send) {
      link.send(send.exchange(), send.request());
    } else if (action instanceof UpdateAction.Forget forget) {
      link.forget(forget.exchange());
    } else if (action instanceof UpdateAction.Reply reply) {
      link.reply(reply.request(), reply.code(), reply.payload());
    } else if (action instanceof UpdateAction.Ignore ignore) {
      link.ignore(ignore.request());
    } else if (action instanceof UpdateAction.WakeAt wake) {
      wakeAt = Optional.of(wake.uptime());
    } else if (action instanceof UpdateAction.Tell tell) {
      tell(tell.notice());
    } else if (action instanceof UpdateAction.SelfTest) {
      inbox.add(new UpdateEvent.SelfTested(callbacks.selfTest()));
    } else if (action instanceof UpdateAction.DropSession) {
      link.dropSession();
    } else if (action instanceof UpdateAction.Restart restart) {
      restart(restart.reason());
    }
  }

  private void restart(BootReason reason) {
    ended.set(true);
    connected = false;
    link.close();
    application.restart(reason);
  }

  private void tell(Notice notice) {
    if (notice instanceof Notice.Cloud cloud) {
      connected = cloud.status() == CloudStatus.CONNECTED;
    }
    callbacks.tell(notice);
  }

  private Duration uptime() {
    return Duration.ofNanos(System.nanoTime() - origin);
  }

  /**
   * Ends without a word to the cloud: as a power cut does, apart from the session, which is kept.
   */
  @Override
  public void close() {
    ended.set(true);
    thread.ifPresent(DeviceClient::end);
    link.close();
  }

  private static void end(Thread thread) {
    if (thread != Thread.currentThread()) {
      thread.interrupt();
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
