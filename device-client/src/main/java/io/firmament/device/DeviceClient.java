package io.firmament.device;

import io.firmament.device.core.LinkCounts;
import io.firmament.device.core.SlotStore;
import io.firmament.device.core.UpdateEvent;
import io.firmament.device.link.LinkFailedException;
import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.transfer.TransferStatistics;
import java.time.Duration;
import java.util.Optional;
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
  private static final int MOST_WAITING = 1024;

  private final ClientLoop loop;
  private final Optional<Thread> thread;
  private final AtomicBoolean updatesEnabled = new AtomicBoolean(true);

  private DeviceClient(ClientLoop loop, DeviceConfig.Mode mode) {
    this.loop = loop;
    this.thread =
        mode == DeviceConfig.Mode.THREADED
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
    DeviceClient client =
        new DeviceClient(new ClientLoop(config, store, application), config.mode());
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
    loop.tell(new UpdateEvent.Connect());
  }

  /** Whether the cloud has answered, and nothing speaks against its being there. */
  public boolean connected() {
    return loop.connected();
  }

  /** Says goodbye and wants to be off. */
  public void disconnect() {
    loop.tell(new UpdateEvent.Leave(Duration.ZERO, false));
  }

  /**
   * Says goodbye and wants to be off, to sleep (DEV14).
   *
   * @param sleep after this time the device is back; zero where it does not know
   */
  public void goodbye(Duration sleep) {
    loop.tell(new UpdateEvent.Leave(sleep, true));
  }

  /** Forgets the session with the cloud; the next contact is a full handshake (DEV13). */
  public void endSession() {
    loop.tell(new UpdateEvent.EndSession());
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

  /** Whether the target is not what runs, for all that the cloud has said (DEV5). */
  public boolean updatesPending() {
    return loop.flags().updatePending();
  }

  /** Whether an update was begun that does not run yet. */
  public boolean updating() {
    return loop.updating();
  }

  /** Whether the cloud overrides {@link #disableUpdates}. */
  public boolean updatesForced() {
    return loop.flags().updatesForced();
  }

  private synchronized void switchUpdates(boolean enabled) {
    updatesEnabled.set(enabled);
    loop.tell(new UpdateEvent.SwitchUpdates(enabled));
  }

  // ---- Resets

  /** A complete update waits (DEV9); any other reset applies it (DEV10). */
  public void disableReset() {
    loop.tell(new UpdateEvent.SwitchReset(false));
  }

  /** A complete update is applied at once: as after every boot. */
  public void enableReset() {
    loop.tell(new UpdateEvent.SwitchReset(true));
  }

  /** Whether a complete update waits for a reset. */
  public boolean resetPending() {
    return loop.flags().resetPending();
  }

  /** Boots the device; a complete update is applied by that. */
  public void reset() {
    loop.tell(new UpdateEvent.ResetNow());
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
    boolean room = loop.waiting() < MOST_WAITING;
    if (room) {
      loop.tell(new UpdateEvent.Publish(name, data));
    }
    return room;
  }

  // ---- Figures

  /** What went over the wire since this client was opened. */
  public LinkCounts counts() {
    return loop.counts();
  }

  /** What the newest transfer of this client did; empty before the first one. */
  public Optional<TransferStatistics> transfer() {
    return loop.transfer();
  }

  /** Whether the cloud knows all that the device has to say. */
  public boolean settled() {
    return loop.settled();
  }

  /** Whether the device boots, or the client was closed: nothing happens any more. */
  public boolean ended() {
    return loop.ended();
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
    loop.steps(atMost);
  }

  /**
   * Nobody but this thread runs the device: what it throws is a crash of the application, after
   * which the device boots. A version on trial loses an attempt by that.
   */
  private void run() {
    try {
      loop.run();
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException crash) {
      LOG.error("the client crashed, the device boots", crash);
      loop.restart(BootReason.CRASH);
    }
  }

  /**
   * Ends without a word to the cloud: as a power cut does, apart from the session, which is kept.
   */
  @Override
  public void close() {
    loop.end();
    thread.ifPresent(DeviceClient::end);
    loop.close();
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
