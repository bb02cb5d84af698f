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

/**
 * Runs a device's machine: hands it what is in the inbox and the time, and does what it says. One
 * thread at a time takes steps; everything else may be called by any thread.
 */
final class ClientLoop {
  private static final int MOST_STEPS = 1024;
  private static final Duration LONG = Duration.ofHours(1);

  private final UpdateListener application;
  private final Callbacks callbacks;
  private final Link link;
  private final UpdateMachine machine;
  private final BlockingQueue<UpdateEvent> inbox = new LinkedBlockingQueue<>();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final long origin = System.nanoTime();

  private volatile Flags flags = Flags.DEFAULT;
  private volatile boolean connected;
  private volatile boolean settled;
  private volatile boolean updating;
  private volatile List<PublicKey> serverKeys;
  private volatile Optional<TransferStatistics> transfer = Optional.empty();
  private Optional<Duration> wakeAt = Optional.of(Duration.ZERO);

  ClientLoop(DeviceConfig config, SlotStore store, UpdateListener application)
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
  }

  // ---- For any thread

  /** Tells the machine, as soon as it is its turn. */
  void tell(UpdateEvent event) {
    inbox.add(event);
  }

  /** How many events wait. */
  int waiting() {
    return inbox.size();
  }

  Flags flags() {
    return flags;
  }

  boolean connected() {
    return connected;
  }

  boolean updating() {
    return updating;
  }

  boolean settled() {
    return settled;
  }

  boolean ended() {
    return ended.get();
  }

  LinkCounts counts() {
    return link.counts();
  }

  Optional<TransferStatistics> transfer() {
    return transfer;
  }

  /** No step is taken any more, once the one that is under way is over. */
  void end() {
    ended.set(true);
  }

  /** Ends without a word to the cloud. */
  void close() {
    end();
    link.close();
  }

  // ---- For the thread that runs the device

  /** Takes steps for good, until the device boots or the thread is interrupted. */
  void run() throws InterruptedException {
    while (!ended.get()) {
      steps(LONG);
    }
  }

  /** Does what is to be done now; waits for it where there is nothing. */
  void steps(Duration atMost) throws InterruptedException {
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
      take(event);
    } else if (patience.equals(untilWake)) {
      take(new UpdateEvent.Woken());
    }
    return event != null || patience.equals(untilWake);
  }

  private void take(UpdateEvent event) {
    wakeAt = Optional.empty();
    List<UpdateAction> actions = machine.on(event, new Moment(uptime(), Instant.now()));
    // What is for the cloud leaves first: the application may take its time.
    actions.forEach(this::send);
    actions.forEach(this::perform);
    if (!ended.get()) {
      flags = machine.flags();
      updating = machine.updating();
      settled = machine.settled();
      serverKeys = machine.serverKeys();
    }
    machine.transfer().ifPresent(statistics -> transfer = Optional.of(statistics));
  }

  private void send(UpdateAction action) {
    if (action instanceof UpdateAction.Send send) {
      link.send(send.exchange(), send.request());
    } else if (action instanceof UpdateAction.Forget forget) {
      link.forget(forget.exchange());
    } else if (action instanceof UpdateAction.Reply reply) {
      link.reply(reply.request(), reply.code(), reply.payload());
    } else if (action instanceof UpdateAction.Ignore ignore) {
      link.ignore(ignore.request());
    } else if (action instanceof UpdateAction.DropSession) {
      link.dropSession();
    }
  }

  private void perform(UpdateAction action) {
    if (action instanceof UpdateAction.WakeAt wake) {
      wakeAt = Optional.of(wake.uptime());
    } else if (action instanceof UpdateAction.Tell tell) {
      inform(tell.notice());
    } else if (action instanceof UpdateAction.SelfTest) {
      inbox.add(new UpdateEvent.SelfTested(callbacks.selfTest()));
    } else if (action instanceof UpdateAction.Restart restart) {
      restart(restart.reason());
    }
  }

  /** Closes the link and boots the device. */
  void restart(BootReason reason) {
    ended.set(true);
    connected = false;
    link.close();
    application.restart(reason);
  }

  private void inform(Notice notice) {
    if (notice instanceof Notice.Cloud cloud) {
      connected = cloud.status() == CloudStatus.CONNECTED;
    }
    callbacks.tell(notice);
  }

  private Duration uptime() {
    return Duration.ofNanos(System.nanoTime() - origin);
  }
}
