package io.firmament.device.core;

import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.UpdateOutcome;
import io.firmament.protocol.value.ByteRange;
import io.firmament.protocol.value.ModuleName;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The port to everything that must survive a power cut: the slots with their verified images, the
 * transfer that is under way, and what was decided. Every method that returns has made its effect
 * durable, apart from {@link #write}, whose effect is durable after at most {@link
 * #checkpointBytes} further octets.
 *
 * <p>The life of an update: {@link #beginUpdate} → {@link #write}… → {@link #stage} → a reset →
 * {@link #boot} says {@link BootDecision#TRIAL} → {@link #confirm}, or {@link #rollBack} and a
 * reset.
 *
 * <p>Not safe for use by several threads at once: one thread owns it. {@link #boot} is called once,
 * before everything but {@link #isEmpty} and {@link #fillFactory}; a call out of order is an {@link
 * IllegalStateException}.
 */
public interface SlotStore extends AutoCloseable {
  /**
   * The most received octets after which they, and the journal that vouches for them, are forced,
   * of an image up to 16 MiB.
   */
  int MAX_CHECKPOINT_BYTES = 16 * 1024;

  /**
   * Received octets after which they, and then the journal that vouches for them, are forced: a
   * sixteenth of the encoded image in whole kibibytes, from 1 to 16 KiB, and a 1024th of what is
   * larger than 16 MiB (docs/adr/0005).
   *
   * @param encodedBytes the size of the encoded image
   */
  static int checkpointBytes(long encodedBytes) {
    long sixteenth = (encodedBytes / 16 + 1023) / 1024 * 1024;
    long small = Math.max(1024, Math.min(MAX_CHECKPOINT_BYTES, sixteenth));
    return (int) Math.max(small, encodedBytes / 1024);
  }

  // ---- Factory and boot

  /** Whether nothing was ever installed here. Damaged storage is not empty. */
  boolean isEmpty();

  /**
   * Puts the first image into an empty store: confirmed at once, since there is nothing to go back
   * to. Cut short, the store is still empty and this is simply done again.
   *
   * @param image what the image is; its size and digest are checked
   * @param content the image; closed by the caller
   * @throws IllegalStateException when the store is not empty
   * @throws IOException when {@code content} fails, or is not the image that {@code image} names
   */
  void fillFactory(InstalledImage image, InputStream content)
      throws StorageFailedException, IOException;

  /**
   * Decides what to run and makes that durable first: counts the boot, takes one attempt off before
   * a trial is started, records a rollback. Where that cannot be stored, the answer is the
   * confirmed image. Never throws for what is on the disk: whatever can still run, runs.
   *
   * @param cause why the hardware says that it booted ({@code UNKNOWN}, {@code POWER}, {@code
   *     WATCHDOG}…); used where no reset was announced
   * @param dependencies whether an image's required modules are there
   */
  BootRecord boot(BootReason cause, Dependencies dependencies);

  /** What {@link #boot} said. */
  BootRecord booted();

  /**
   * Announces why the next boot will happen, so that it can say so.
   *
   * @param safeMode whether the next boot, and that one only, starts no application
   */
  void announceReset(BootReason reason, boolean safeMode) throws StorageFailedException;

  // ---- What is installed

  /** The confirmed image of each module; without those that this boot found damaged. */
  Map<ModuleName, InstalledImage> confirmed();

  /** The image that waits for a reset or is on trial, if there is one. */
  Optional<StagedImage> staged();

  /** The running image's octets; the caller closes the stream. Throws in safe mode. */
  InputStream openRunning() throws StorageFailedException;

  /** The most octets that an image for this module may have; 0 where there is no slot for it. */
  long slotSizeBytes(ModuleName module);

  /** Below what a manifest is refused. */
  SecurityFloors floors();

  // ---- Receiving

  /**
   * Begins to receive an update, or goes on with it: octets that are here of the same encoded image
   * are kept, also under a new manifest or command. Those of another update are dropped, and so is
   * a staged image that no boot has tried. The order, with the manifest's octets, is durable before
   * this returns.
   *
   * @param order the update; its manifest was verified completely
   * @throws UpdateRefusedException when there is no free slot or not enough space
   */
  void beginUpdate(UpdateOrder order) throws StorageFailedException, UpdateRefusedException;

  /** What is here of an update that is not staged; survives a reset, and a cancelled offer. */
  Optional<KeptTransfer> kept();

  /** The octets that are still to be received, ascending; empty when all are here. */
  List<ByteRange> missing();

  /**
   * Takes a block. One that is here already is not written again. A block that was taken counts as
   * received; after a power cut those since the last checkpoint are missing again.
   *
   * @param offsetBytes where it belongs in the encoded image
   * @param block its octets
   * @throws IllegalArgumentException when it reaches beyond the encoded size
   */
  void write(long offsetBytes, byte[] block) throws StorageFailedException;

  /** Makes what was written so far durable now: before sleeping, or when a link is lost. */
  void checkpoint() throws StorageFailedException;

  /**
   * Checks, decodes, checks again, and commits the image to the next boot. Where it is refused the
   * outcome is recorded and what was received is dropped. Takes as long as reading the octets twice
   * and decoding them once.
   *
   * @param now kept as {@link StagedImage#since}
   * @throws IllegalStateException when octets are missing
   */
  StageVerdict stage(ImageDecoder decoder, Instant now) throws StorageFailedException;

  /** Drops a transfer for good and records it as failed; does nothing where there is none. */
  void giveUp(RefusalReason reason) throws StorageFailedException;

  /**
   * Drops a staged image that no boot has tried and records it as failed, so that no boot tries it;
   * does nothing where there is none.
   */
  void unstage(RefusalReason reason) throws StorageFailedException;

  // ---- Ending a trial

  /**
   * Makes the image on trial the confirmed one and raises the floors, in one write.
   *
   * @throws IllegalStateException when the running image is not on trial
   */
  void confirm() throws StorageFailedException;

  /**
   * Gives the image on trial up: it runs until the reset that the caller now causes, and never
   * again. Until then nothing can be begun.
   *
   * @throws IllegalStateException when the running image is not on trial
   */
  void rollBack(RefusalReason reason) throws StorageFailedException;

  /**
   * For how long the version on trial has run, over all its boots, as far as that was noted.
   *
   * @throws IllegalStateException when the running image is not on trial
   */
  Duration trialTime();

  /**
   * Notes for how long the version on trial has run: a help, which may be lost.
   *
   * @throws IllegalStateException when the running image is not on trial
   */
  void noteTrialTime(Duration ran) throws StorageFailedException;

  /** How the last update ended: what the full hello says until another one ends. */
  Optional<UpdateOutcome> lastOutcome();

  // ---- Trust

  /** The root document that was kept last; empty where none was. */
  Optional<KeptRoot> root();

  /**
   * Keeps a root document in place of the one before it.
   *
   * @param next was verified
   * @throws IllegalArgumentException when its number is not above that of the kept one
   */
  void keepRoot(KeptRoot next) throws StorageFailedException;

  // ---- Commands and reports

  /** The last command of the cloud that was answered. */
  Optional<CommandAnswer> lastCommand();

  /**
   * Keeps the answer to a command: before it is acted upon.
   *
   * @throws IllegalArgumentException when its id is not above the last one's
   */
  void journalCommand(CommandAnswer answer) throws StorageFailedException;

  /**
   * The number of the next report, from 1, unique within this boot; with the boot count it is
   * unique for good, so it needs no write.
   */
  long nextReportNumber();

  /** Lets another process have the directory. */
  @Override
  void close();
}
