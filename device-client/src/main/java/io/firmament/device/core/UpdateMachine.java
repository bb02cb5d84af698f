package io.firmament.device.core;

import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.message.Flags;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.transfer.TransferStatistics;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/**
 * The device's side of an update: it is told what happened and when, and answers what to do. It has
 * no clock, no socket and no thread; what must survive a power cut it asks of its {@link
 * SlotStore}. One thread at a time may use it.
 *
 * <p>Its parts, each a machine of its own: contact with the cloud, reports, switches, the update
 * under way, the trial of a new version, the ways to go, and the cloud's commands.
 */
public final class UpdateMachine implements ContactMachine.Reaction, TrustMachine.Reaction {
  private final SlotStore store;
  private final OutboxMachine outbox = new OutboxMachine();
  private final TrustMachine trust;
  private final HelloFacts facts;
  private final SwitchesMachine switches;
  private final ReportMachine reports;
  private final ContactMachine contact;
  private final InstallMachine install;
  private final TrialMachine trial;
  private final DepartureMachine departure;
  private final CloudCommands commands;

  private boolean started;
  private boolean done;

  /**
   * A machine for one boot; its first event starts it.
   *
   * @param profile what the device is
   * @param store booted, and used by nobody else
   * @param decoder decodes what was received
   * @param chance numbers from 0 to 1, which jitter the pauses between attempts
   */
  public UpdateMachine(
      DeviceProfile profile, SlotStore store, ImageDecoder decoder, DoubleSupplier chance) {
    this.store = store;
    this.trust = new TrustMachine(profile.trust(), store, outbox, this);
    this.facts = new HelloFacts(profile, store, trust);
    this.reports = new ReportMachine(outbox, store, chance);
    this.switches = new SwitchesMachine(outbox, reports, profile.sleepy());
    this.contact =
        new ContactMachine(outbox, this::describe, profile.helloInterval(), chance, this);
    OfferJudge judge = new OfferJudge(profile, store, facts, trust);
    this.install =
        new InstallMachine(profile, store, outbox, reports, switches, judge, trust, decoder);
    this.trial = new TrialMachine(outbox, store, profile.confirmWithin());
    this.departure = new DepartureMachine(store, outbox, reports, contact, install);
    this.commands = new CloudCommands(this, departure, outbox, store, profile.controls());
  }

  /**
   * Takes in what happened and says what to do.
   *
   * @param event what happened
   * @param now when; its uptime never before that of an earlier call
   * @return what to do, in this order; nothing once it has said {@link UpdateAction.Restart}
   */
  public List<UpdateAction> on(UpdateEvent event, Moment now) {
    if (done) {
      return List.of();
    }
    try {
      start(now);
      take(event, now);
    } catch (StorageFailedException failure) {
      outbox.tell(new Notice.StorageTrouble(failure));
      giveUp(failure, now);
    }
    List<UpdateAction> actions = outbox.drain();
    done = actions.stream().anyMatch(UpdateAction.Restart.class::isInstance);
    if (!done) {
      nextMoment(now).ifPresent(moment -> actions.add(new UpdateAction.WakeAt(moment)));
    }
    return actions;
  }

  /** What is switched on now. */
  public Flags flags() {
    return switches.flags(
        store.booted().running().isEmpty(), install.isReady(), install.isUnderWay());
  }

  /** What the transfer under way did so far; empty where there is none. */
  public Optional<TransferStatistics> transfer() {
    return install.transfer();
  }

  /** Whether an update was begun that does not run yet. */
  public boolean updating() {
    return install.isUnderWay();
  }

  /** Whom to take for the server; empty where the device's own file says it. */
  public List<PublicKey> serverKeys() {
    return trust.serverKeys();
  }

  /**
   * Whether nothing goes on and the cloud knows all that there is to say: no image is on its way,
   * no report waits, and the hello is current.
   */
  public boolean settled() {
    return !install.isTransferring() && reports.isEmpty() && contact.isKnown();
  }

  private FullHello describe() {
    return facts.hello(flags());
  }

  // ---- What happens

  private void take(UpdateEvent event, Moment now) throws StorageFailedException {
    if (event instanceof UpdateEvent.Answered answered) {
      contact.heard(now, install.probes());
      outbox.settle(answered.exchange(), answered.answer(), now);
    } else if (event instanceof UpdateEvent.Unanswered unanswered) {
      boolean beside = install.isTransferring() && outbox.isConfirmable(unanswered.exchange());
      outbox.unanswered(unanswered.exchange(), unanswered.why(), now);
      contact.unanswered(unanswered.why(), beside, now);
    } else if (event instanceof UpdateEvent.Closed closed) {
      contact.closed(closed.why(), now);
    } else if (event instanceof UpdateEvent.Asked asked) {
      contact.heard(now, install.probes());
      contact.invited(now);
      commands.take(asked, now);
    } else if (event instanceof UpdateEvent.Woken) {
      woken(now);
    } else {
      applicationAsks(event, now);
    }
  }

  private void applicationAsks(UpdateEvent event, Moment now) throws StorageFailedException {
    if (event instanceof UpdateEvent.Connect) {
      departure.stay();
      contact.connect(now);
    } else if (event instanceof UpdateEvent.Leave leave) {
      departure.leave(leave, now);
    } else if (event instanceof UpdateEvent.EndSession) {
      departure.endSession(now);
    } else if (event instanceof UpdateEvent.SwitchUpdates updates) {
      switches.enableUpdates(updates.enabled(), now);
    } else if (event instanceof UpdateEvent.SwitchReset reset) {
      switches.enableReset(reset.enabled());
      if (reset.enabled()) {
        install.apply(false, now);
      }
    } else if (event instanceof UpdateEvent.ResetNow) {
      departure.reset(BootReason.RESET, false, Duration.ZERO, now);
    } else if (event instanceof UpdateEvent.Publish publish) {
      reports.event("", publish.name(), publish.data(), now);
    } else if (event instanceof UpdateEvent.SelfTested tested) {
      confirmed(trial.tested(tested.passed()), now);
    }
  }

  private void start(Moment now) {
    if (!started) {
      started = true;
      trial.start(now);
      sayRolledBack();
    }
  }

  private void woken(Moment now) throws StorageFailedException {
    departure.awake(now);
    install.awake(now);
    contact.awake(now, install.probes());
    reports.awake(now);
    trial.awake(now);
  }

  private void sayRolledBack() {
    BootRecord boot = store.booted();
    if (boot.decision() == BootDecision.ROLL_BACK || boot.reason() == BootReason.ROLLBACK) {
      RefusalReason reason =
          store.lastOutcome().flatMap(outcome -> outcome.reason()).orElse(RefusalReason.CRASHED);
      outbox.tell(new Notice.Failed(reason, "the new version did not prove itself"));
    }
  }

  private void giveUp(StorageFailedException failure, Moment now) {
    try {
      install.fail(RefusalReason.STORAGE, failure.getMessage(), now);
    } catch (StorageFailedException again) {
      outbox.tell(new Notice.StorageTrouble(again));
    }
  }

  // ---- Contact

  @Override
  public void met(HelloAnswer answer, Moment now) throws StorageFailedException {
    reports.connected(now);
    confirmed(trial.met(), now);
    install.met(now);
    if (answer instanceof HelloAnswer.Update update) {
      offeredInAnswer(Optional.of(update.offer()), now);
    } else if (answer instanceof HelloAnswer.NewRoot root) {
      trust.refresh(root.number(), (trouble, then) -> offeredInAnswer(root.offer(), then), now);
    }
  }

  private void offeredInAnswer(Optional<Offer> offer, Moment now) throws StorageFailedException {
    if (offer.isPresent()) {
      install.offeredInAnswer(offer.get(), facts.isOnTrial(), now);
    }
  }

  @Override
  public void trustChanged(Moment now) throws StorageFailedException {
    install.trustChanged(now);
  }

  @Override
  public void trustSettled(Moment now) {
    contact.describeAgain(now);
  }

  @Override
  public void refused(int code, Moment now) throws StorageFailedException {
    // A device that is not let in has reached the cloud all the same.
    confirmed(code == CoapCode.FORBIDDEN && trial.met(), now);
  }

  @Override
  public void parted(Moment now) throws StorageFailedException {
    reports.disconnected();
    trust.parted();
    install.parted(now);
  }

  /** A confirmation changes what the device says of itself, and how its last update ended. */
  private void confirmed(boolean justNow, Moment now) {
    if (justNow) {
      contact.describeAgain(now);
    }
  }

  // ---- What the cloud asks for

  Optional<CommandJournal.Answer> offered(Offer offer, Moment now) throws StorageFailedException {
    return install.offered(offer, facts.isOnTrial(), now);
  }

  CommandJournal.Answer cancel(long commandId) throws StorageFailedException {
    return install.cancel(commandId);
  }

  void force(boolean forced, Moment now) {
    switches.forceUpdates(forced, now);
  }

  void pending(boolean pending) {
    switches.updatePending(pending);
  }

  byte[] description(UpdateEvent.Asked asked) {
    return contact.description(asked.continued());
  }

  void apply(Moment now) {
    install.apply(true, now);
  }

  private Optional<Duration> nextMoment(Moment now) {
    return Stream.of(
            departure.nextMoment(),
            contact.nextMoment(install.isTransferring(), now),
            reports.nextMoment(),
            install.nextMoment(),
            trial.nextMoment())
        .flatMap(Optional::stream)
        .min(Duration::compareTo);
  }
}
