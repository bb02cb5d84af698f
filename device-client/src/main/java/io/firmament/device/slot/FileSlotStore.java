package io.firmament.device.slot;

import static io.firmament.device.slot.Storing.doing;
import static io.firmament.device.slot.Storing.storing;

import io.firmament.device.core.BootRecord;
import io.firmament.device.core.CommandAnswer;
import io.firmament.device.core.Dependencies;
import io.firmament.device.core.ImageDecoder;
import io.firmament.device.core.InstalledImage;
import io.firmament.device.core.KeptRoot;
import io.firmament.device.core.KeptTransfer;
import io.firmament.device.core.SecurityFloors;
import io.firmament.device.core.SlotStore;
import io.firmament.device.core.StageVerdict;
import io.firmament.device.core.StagedImage;
import io.firmament.device.core.StorageFailedException;
import io.firmament.device.core.StorageFailedException.Trouble;
import io.firmament.device.core.UpdateOrder;
import io.firmament.device.core.UpdateRefusedException;
import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.UpdateOutcome;
import io.firmament.protocol.value.ByteRange;
import io.firmament.protocol.value.ModuleName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Slots, state and transfer as files in one directory. */
public final class FileSlotStore implements SlotStore {
  private final SlotFiles files;
  private final SlotOptions options;
  private final SlotImages images;
  private final StateFiles state;
  private final RootFiles roots;
  private Optional<BootStub.Booted> boot = Optional.empty();
  private Optional<Intake> intake = Optional.empty();
  private long reports;

  /**
   * A store on some files, which it owns and closes.
   *
   * @param files the directory
   * @param options slot size and attempts
   */
  public FileSlotStore(SlotFiles files, SlotOptions options) {
    this.files = new GuardedFiles(files);
    this.options = options;
    this.images = new SlotImages(this.files);
    this.state = StateFiles.load(this.files);
    this.roots = RootFiles.load(this.files);
  }

  /**
   * A store in a directory, which is made if it is not there and locked against other processes.
   *
   * @throws StorageFailedException when another process has it, or it cannot be made
   */
  public static FileSlotStore open(Path directory, SlotOptions options)
      throws StorageFailedException {
    return new FileSlotStore(DirectoryFiles.open(directory), options);
  }

  // ---- Factory and boot

  @Override
  public boolean isEmpty() {
    return state.isEmpty();
  }

  @Override
  public void fillFactory(InstalledImage image, InputStream content)
      throws StorageFailedException, IOException {
    if (boot.isPresent() || !isEmpty()) {
      throw new IllegalStateException("the factory fills an empty store, before its first boot");
    }
    Optional<String> refused =
        storing(
            "store the factory image",
            () -> {
              try {
                state.release(Slot.A);
                state.commit(state.current().installed(images.fill(Slot.A, image, content)));
                return Optional.empty();
              } catch (ImageRefusedException e) {
                return Optional.of(e.getMessage());
              }
            });
    if (refused.isPresent()) {
      throw new IOException("the factory image is refused: " + refused.get());
    }
  }

  @Override
  public BootRecord boot(BootReason cause, Dependencies dependencies) {
    if (boot.isPresent()) {
      throw new IllegalStateException("a store boots once");
    }
    BootStub stub = new BootStub(files, images, state);
    Optional<Transfer> kept = stub.tidy();
    BootStub.Booted started = stub.boot(cause, dependencies);
    boot = Optional.of(started);
    intake = Optional.of(new Intake(files, options, images, state, started.slot(), kept));
    return started.record();
  }

  @Override
  public BootRecord booted() {
    return requireBoot().record();
  }

  @Override
  public void announceReset(BootReason reason, boolean safeMode) throws StorageFailedException {
    requireBoot();
    StoreState now = state.current();
    commit("announce a reset", now.with(now.history().announcing(reason, safeMode)));
  }

  // ---- What is installed

  @Override
  public Map<ModuleName, InstalledImage> confirmed() {
    requireBoot();
    Map<ModuleName, InstalledImage> installed = new HashMap<>();
    state
        .current()
        .confirmed()
        .forEach(
            (module, at) -> images.at(at.slot()).ifPresent(image -> installed.put(module, image)));
    return installed;
  }

  @Override
  public Optional<StagedImage> staged() {
    requireBoot();
    return state
        .current()
        .staged()
        .flatMap(record -> images.at(record.at().slot()).map(record::describe));
  }

  @Override
  public InputStream openRunning() throws StorageFailedException {
    Slot running =
        requireBoot()
            .slot()
            .orElseThrow(
                () ->
                    new StorageFailedException(
                        Trouble.FAILED, "nothing runs in safe mode: no image to read", null));
    return new FileInput(files, running.image());
  }

  @Override
  public long slotSizeBytes(ModuleName module) {
    return options.slotSizeBytes(module);
  }

  @Override
  public SecurityFloors floors() {
    return state.current().floors();
  }

  // ---- Receiving

  @Override
  public void beginUpdate(UpdateOrder order) throws StorageFailedException, UpdateRefusedException {
    requireIntake().begin(order);
  }

  @Override
  public Optional<KeptTransfer> kept() {
    return requireIntake().kept();
  }

  @Override
  public List<ByteRange> missing() {
    return requireIntake().missing();
  }

  @Override
  public void write(long offsetBytes, byte[] block) throws StorageFailedException {
    requireIntake().write(offsetBytes, block);
  }

  @Override
  public void checkpoint() throws StorageFailedException {
    requireIntake().checkpoint();
  }

  @Override
  public StageVerdict stage(ImageDecoder decoder, Instant now) throws StorageFailedException {
    return requireIntake().stage(decoder, now);
  }

  @Override
  public void giveUp(RefusalReason reason) throws StorageFailedException {
    requireIntake().giveUp(reason);
  }

  @Override
  public void unstage(RefusalReason reason) throws StorageFailedException {
    requireBoot();
    if (staged().filter(image -> !image.trialled()).isPresent()) {
      commit("drop a staged image", state.current().dropped(reason));
    }
  }

  // ---- Ending a trial

  @Override
  public void confirm() throws StorageFailedException {
    requireTrial();
    commit("confirm an image", state.current().confirming());
  }

  @Override
  public void rollBack(RefusalReason reason) throws StorageFailedException {
    requireTrial();
    StoreState left = state.current().dropped(reason);
    commit("go back", left.with(left.history().announcing(BootReason.ROLLBACK, false)));
  }

  @Override
  public Duration trialTime() {
    return TrialTime.read(files, requireTrial().commandId());
  }

  @Override
  public void noteTrialTime(Duration ran) throws StorageFailedException {
    long command = requireTrial().commandId();
    doing("note the time of a trial", () -> TrialTime.write(files, command, ran));
  }

  @Override
  public Optional<UpdateOutcome> lastOutcome() {
    return state.current().outcome();
  }

  // ---- Trust

  @Override
  public Optional<KeptRoot> root() {
    return roots.newest();
  }

  @Override
  public void keepRoot(KeptRoot next) throws StorageFailedException {
    requireBoot();
    doing("store a root document", () -> roots.keep(next));
  }

  // ---- Commands and reports

  @Override
  public Optional<CommandAnswer> lastCommand() {
    return state.current().command();
  }

  @Override
  public void journalCommand(CommandAnswer answer) throws StorageFailedException {
    requireBoot();
    long last = lastCommand().map(CommandAnswer::commandId).orElse(-1L);
    if (answer.commandId() <= last) {
      throw new IllegalArgumentException(
          "expected a command id above " + last + ", got " + answer.commandId());
    }
    commit("keep a command's answer", state.current().answered(answer));
  }

  @Override
  public long nextReportNumber() {
    requireBoot();
    reports++;
    return reports;
  }

  @Override
  public void close() {
    files.close();
  }

  // ---- Preconditions, and failures of the file system

  private BootStub.Booted requireBoot() {
    return boot.orElseThrow(() -> new IllegalStateException("boot first"));
  }

  private Intake requireIntake() {
    return intake.orElseThrow(() -> new IllegalStateException("boot first"));
  }

  private StagedRecord requireTrial() {
    return state
        .current()
        .onTrial(requireBoot().slot())
        .orElseThrow(() -> new IllegalStateException("the running image is not on trial"));
  }

  private void commit(String action, StoreState next) throws StorageFailedException {
    doing(action, () -> state.commit(next));
  }
}
