package io.firmament.device.core;

import io.firmament.protocol.manifest.RootFault;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.value.FirmwareVersion;

/** What the application is told. */
public sealed interface Notice {
  /**
   * An update begins, or goes on after an interruption: {@code firmware_update begin}.
   *
   * @param order what is fetched
   * @param receivedBytes encoded octets that were here already
   */
  record Began(UpdateOrder order, long receivedBytes) implements Notice {}

  /**
   * {@code firmware_update progress}, at most every twentieth of the blocks.
   *
   * @param blocks blocks that are here
   * @param of blocks in all
   */
  record Progress(long blocks, long of) implements Notice {}

  /**
   * All blocks are here; they are now checked, decoded and written.
   *
   * @param order what was fetched
   */
  record Verifying(UpdateOrder order) implements Notice {}

  /**
   * {@code firmware_update complete}: verified, and waiting for a reset.
   *
   * @param version the version that the next boot tries
   */
  record Complete(FirmwareVersion version) implements Notice {}

  /**
   * {@code firmware_update failed}.
   *
   * @param reason the code
   * @param detail expected and actual, for people
   */
  record Failed(RefusalReason reason, String detail) implements Notice {}

  /**
   * The running version has proved itself.
   *
   * @param version the version that is now the one to go back to
   */
  record Confirmed(FirmwareVersion version) implements Notice {}

  /**
   * The version on trial is given up; a reset follows.
   *
   * @param version the version that is left
   * @param reason why
   */
  record RolledBack(FirmwareVersion version, RefusalReason reason) implements Notice {}

  /**
   * {@code firmware_update_pending} (DEV5).
   *
   * @param pending whether an update waits
   */
  record UpdatePending(boolean pending) implements Notice {}

  /** {@code reset_pending}: a complete update waits, and resets are disabled (DEV9). */
  record ResetPending() implements Notice {}

  /** {@code reset}: the device boots now (DEV11). */
  record Resetting() implements Notice {}

  /**
   * {@code cloud_status}.
   *
   * @param status how the connection stands
   * @param detail why, for people; may be empty
   */
  record Cloud(CloudStatus status, String detail) implements Notice {}

  /**
   * Another root document is believed from now on.
   *
   * @param number its number
   */
  record RootTrusted(long number) implements Notice {}

  /**
   * The cloud has handed out a root document that is not to be believed; what was believed before
   * still is.
   *
   * @param fault the code
   * @param detail expected and actual, for people
   */
  record RootRefused(RootFault fault, String detail) implements Notice {}

  /**
   * The storage failed: what runs goes on running, and the update that was under way has ended.
   *
   * @param failure what was to be done and what happened instead, with a hint
   */
  record StorageTrouble(StorageFailedException failure) implements Notice {}
}
