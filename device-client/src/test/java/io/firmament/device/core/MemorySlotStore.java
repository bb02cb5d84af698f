package io.firmament.device.core;

import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.UpdateOutcome;
import io.firmament.protocol.message.UpdateOutcome.Result;
import io.firmament.protocol.value.ByteRange;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.ModuleName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Storage in memory, stricter than a disk: it refuses calls that are out of order, forgets what was
 * not forced when {@link #cutPower} is called, and fails when it is told to.
 */
final class MemorySlotStore implements SlotStore {
  private static final int ATTEMPTS = 3;
  static final long SLOT_BYTES = 1 << 20;

  private final Map<ModuleName, InstalledImage> confirmed = new HashMap<>();
  private final Map<Digest, byte[]> contents = new HashMap<>();
  private SecurityFloors floors = SecurityFloors.NONE;
  private Optional<BootRecord> booted = Optional.empty();
  private Optional<StagedImage> staged = Optional.empty();
  private long trialCommand;
  private Duration trialTime = Duration.ZERO;
  private Optional<UpdateOutcome> outcome = Optional.empty();
  private Optional<CommandAnswer> command = Optional.empty();
  private Optional<UpdateOrder> order = Optional.empty();
  private Optional<KeptRoot> root = Optional.empty();
  private Optional<BootReason> announced = Optional.empty();
  private byte[] part = new byte[0];
  private BitSet received = new BitSet();
  private BitSet forced = new BitSet();
  private long boots;
  private long reports;
  private boolean broken;
  final List<String> log = new ArrayList<>();

  /** From now on, every write fails. */
  void breakDown() {
    broken = true;
  }

  /** Everything that was not forced is gone; the next call is {@link #boot}. */
  void cutPower() {
    received = (BitSet) forced.clone();
    booted = Optional.empty();
    reports = 0;
  }

  private void store(String what) throws StorageFailedException {
    if (broken) {
      throw new StorageFailedException(
          StorageFailedException.Trouble.FAILED, "to store: " + what + ", but it failed", null);
    }
    log.add(what);
  }

  @Override
  public boolean isEmpty() {
    return confirmed.isEmpty();
  }

  @Override
  public void fillFactory(InstalledImage image, InputStream content)
      throws StorageFailedException, IOException {
    store("factory");
    contents.put(image.facts().digest(), content.readAllBytes());
    confirmed.put(image.facts().module(), image);
  }

  @Override
  public BootRecord boot(BootReason cause, Dependencies dependencies) {
    if (booted.isPresent()) {
      throw new IllegalStateException("a store boots once");
    }
    boots++;
    BootReason reason = announced.orElse(cause);
    announced = Optional.empty();
    BootRecord record = decide(reason);
    booted = Optional.of(record);
    return record;
  }

  private BootRecord decide(BootReason reason) {
    InstalledImage active = confirmed.get(ModuleName.APPLICATION);
    if (staged.isPresent() && staged.get().attemptsLeft() > 0) {
      StagedImage tried = staged.get();
      staged =
          Optional.of(
              new StagedImage(
                  tried.commandId(), tried.image(), tried.attemptsLeft() - 1, true, tried.since()));
      return record(BootDecision.TRIAL, tried.image(), reason);
    } else if (staged.isPresent()) {
      leave(RefusalReason.CRASHED, Result.ROLLED_BACK);
      return record(BootDecision.ROLL_BACK, active, BootReason.ROLLBACK);
    }
    return record(BootDecision.RUN_ACTIVE, active, reason);
  }

  private BootRecord record(BootDecision decision, InstalledImage image, BootReason reason) {
    boolean trial = decision == BootDecision.TRIAL;
    return new BootRecord(decision, Optional.of(image), trial, boots, reason, Optional.empty());
  }

  private void leave(RefusalReason reason, Result result) {
    StagedImage left = staged.orElseThrow();
    outcome =
        Optional.of(
            new UpdateOutcome(
                left.commandId(), result, Optional.of(reason), left.image().facts().digest()));
    staged = Optional.empty();
  }

  @Override
  public BootRecord booted() {
    return booted.orElseThrow(() -> new IllegalStateException("boot first"));
  }

  @Override
  public void announceReset(BootReason reason, boolean safeMode) throws StorageFailedException {
    store("announce " + reason);
    announced = Optional.of(reason);
  }

  @Override
  public Map<ModuleName, InstalledImage> confirmed() {
    return Map.copyOf(confirmed);
  }

  @Override
  public Optional<StagedImage> staged() {
    return staged;
  }

  @Override
  public InputStream openRunning() {
    return new ByteArrayInputStream(
        contents.get(booted().running().orElseThrow().facts().digest()));
  }

  @Override
  public long slotSizeBytes(ModuleName module) {
    return module.equals(ModuleName.APPLICATION) ? SLOT_BYTES : 0;
  }

  @Override
  public SecurityFloors floors() {
    return floors;
  }

  @Override
  public void beginUpdate(UpdateOrder next) throws StorageFailedException, UpdateRefusedException {
    booted();
    if (staged.filter(StagedImage::trialled).isPresent()) {
      throw new UpdateRefusedException(
          UpdateRefusedException.Cause.NO_FREE_SLOT, "an image is on trial");
    }
    store("begin " + next.commandId());
    staged = Optional.empty();
    if (order.filter(kept -> kept.encoded().equals(next.encoded())).isEmpty()) {
      part = new byte[(int) next.encoded().sizeBytes()];
      received = new BitSet();
      forced = new BitSet();
    }
    order = Optional.of(next);
  }

  @Override
  public Optional<KeptTransfer> kept() {
    return order.map(begun -> new KeptTransfer(begun, received.cardinality()));
  }

  @Override
  public List<ByteRange> missing() {
    if (order.isEmpty()) {
      throw new IllegalStateException("no update is being received");
    }
    List<ByteRange> missing = new ArrayList<>();
    int from = received.nextClearBit(0);
    while (from < part.length) {
      int set = received.nextSetBit(from);
      int to = set < 0 ? part.length : set;
      missing.add(new ByteRange(from, to - from));
      from = received.nextClearBit(to);
    }
    return missing;
  }

  @Override
  public void write(long offsetBytes, byte[] block) throws StorageFailedException {
    if (offsetBytes + block.length > part.length) {
      throw new IllegalArgumentException("expected octets up to " + part.length);
    }
    store("write");
    System.arraycopy(block, 0, part, (int) offsetBytes, block.length);
    received.set((int) offsetBytes, (int) offsetBytes + block.length);
    if (received.cardinality() - forced.cardinality() >= SlotStore.checkpointBytes(part.length)) {
      checkpoint();
    }
  }

  @Override
  public void checkpoint() throws StorageFailedException {
    booted();
    store("checkpoint");
    forced = (BitSet) received.clone();
  }

  @Override
  public StageVerdict stage(ImageDecoder decoder, Instant now) throws StorageFailedException {
    if (!missing().isEmpty()) {
      throw new IllegalStateException("octets are missing");
    }
    store("stage");
    UpdateOrder complete = order.orElseThrow();
    order = Optional.empty();
    if (!Digest.of(part).equals(complete.encoded().digest())) {
      return refused(complete, RefusalReason.ENCODED_DIGEST);
    }
    try (InputStream decoded =
        decoder.decode(
            complete.encoded().coding(),
            new ByteArrayInputStream(part),
            complete.image().facts().sizeBytes())) {
      byte[] image = decoded.readAllBytes();
      if (!Digest.of(image).equals(complete.image().facts().digest())) {
        return refused(complete, RefusalReason.IMAGE_DIGEST);
      }
      contents.put(complete.image().facts().digest(), image);
    } catch (IOException e) {
      return refused(complete, RefusalReason.DECODE_FAILED);
    }
    staged =
        Optional.of(new StagedImage(complete.commandId(), complete.image(), ATTEMPTS, false, now));
    return StageVerdict.staged();
  }

  private StageVerdict refused(UpdateOrder failed, RefusalReason reason) {
    record(failed, reason);
    return StageVerdict.refused(reason, "not what was promised");
  }

  private void record(UpdateOrder failed, RefusalReason reason) {
    outcome =
        Optional.of(
            new UpdateOutcome(
                failed.commandId(),
                Result.FAILED,
                Optional.of(reason),
                failed.image().facts().digest()));
  }

  @Override
  public void giveUp(RefusalReason reason) throws StorageFailedException {
    store("give up " + reason);
    order.ifPresent(dropped -> record(dropped, reason));
    order = Optional.empty();
  }

  @Override
  public void unstage(RefusalReason reason) throws StorageFailedException {
    if (staged.filter(image -> !image.trialled()).isPresent()) {
      store("unstage " + reason);
      leave(reason, Result.FAILED);
    }
  }

  @Override
  public void confirm() throws StorageFailedException {
    StagedImage proved = requireTrial();
    store("confirm");
    confirmed.put(proved.image().facts().module(), proved.image());
    floors = floors.raisedBy(proved.image().facts());
    outcome =
        Optional.of(
            new UpdateOutcome(
                proved.commandId(),
                Result.UPDATED,
                Optional.empty(),
                proved.image().facts().digest()));
    staged = Optional.empty();
  }

  @Override
  public void rollBack(RefusalReason reason) throws StorageFailedException {
    requireTrial();
    store("roll back " + reason);
    leave(reason, Result.ROLLED_BACK);
    announced = Optional.of(BootReason.ROLLBACK);
  }

  @Override
  public Duration trialTime() {
    return requireTrial().commandId() == trialCommand ? trialTime : Duration.ZERO;
  }

  @Override
  public void noteTrialTime(Duration ran) throws StorageFailedException {
    trialCommand = requireTrial().commandId();
    store("trial has run for " + ran);
    trialTime = ran;
  }

  private StagedImage requireTrial() {
    return staged
        .filter(StagedImage::trialled)
        .filter(trial -> booted().trial())
        .orElseThrow(() -> new IllegalStateException("the running image is not on trial"));
  }

  @Override
  public Optional<UpdateOutcome> lastOutcome() {
    return outcome;
  }

  @Override
  public Optional<KeptRoot> root() {
    return root;
  }

  @Override
  public void keepRoot(KeptRoot next) throws StorageFailedException {
    booted();
    if (root.filter(kept -> kept.number() >= next.number()).isPresent()) {
      throw new IllegalArgumentException("a root document above the last one");
    }
    store("root " + next.number());
    root = Optional.of(next);
  }

  @Override
  public Optional<CommandAnswer> lastCommand() {
    return command;
  }

  @Override
  public void journalCommand(CommandAnswer answer) throws StorageFailedException {
    if (command.filter(last -> last.commandId() >= answer.commandId()).isPresent()) {
      throw new IllegalArgumentException("a command id above the last one's");
    }
    store("journal " + answer.commandId());
    command = Optional.of(answer);
  }

  @Override
  public long nextReportNumber() {
    booted();
    reports++;
    return reports;
  }

  @Override
  public void close() {}
}
