package io.firmament.device;

import io.firmament.device.core.CloudStatus;
import io.firmament.device.core.StorageFailedException;
import io.firmament.device.core.UpdateOrder;
import io.firmament.protocol.manifest.RootFault;
import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.value.FirmwareVersion;

/**
 * The application's side: what it is told and asked. All methods are called by the one thread that
 * runs the device, and may call the {@link DeviceClient}; none may block for long, since nothing
 * else happens meanwhile. What they throw reaches the caller of {@link DeviceClient#process()}; in
 * threaded mode it is a crash, and the device is asked to boot.
 */
public interface UpdateListener {
  /**
   * Tests whether this version works; called once after each boot of a version on trial.
   *
   * @return false to go back to the version before at once; throwing does the same
   */
  default boolean selfTest() {
    return true;
  }

  /**
   * Boots the device. The client has closed its link and does nothing any more; the caller's
   * storage is as it must be for the next boot.
   *
   * @param reason why
   */
  void restart(BootReason reason);

  /**
   * {@code firmware_update begin}: also when it goes on after an interruption.
   *
   * @param order what is fetched
   * @param receivedBytes encoded octets that were here already
   */
  default void updateBegan(UpdateOrder order, long receivedBytes) {}

  /**
   * {@code firmware_update progress}, at most every twentieth.
   *
   * @param blocks blocks that are here
   * @param of blocks in all
   */
  default void updateProgressed(long blocks, long of) {}

  /**
   * All is here and is now checked, decoded and written.
   *
   * @param order what was fetched
   */
  default void updateVerifying(UpdateOrder order) {}

  /**
   * {@code firmware_update complete}: the next boot tries it.
   *
   * @param version the new version
   */
  default void updateComplete(FirmwareVersion version) {}

  /**
   * {@code firmware_update failed}.
   *
   * @param reason the code
   * @param detail expected and actual, for people
   */
  default void updateFailed(RefusalReason reason, String detail) {}

  /**
   * The running version has proved itself.
   *
   * @param version the version
   */
  default void confirmed(FirmwareVersion version) {}

  /**
   * The running version is given up; a reset follows.
   *
   * @param version the version that is left
   * @param reason why
   */
  default void rolledBack(FirmwareVersion version, RefusalReason reason) {}

  /**
   * {@code firmware_update_pending} (DEV5).
   *
   * @param pending whether an update waits
   */
  default void updatePending(boolean pending) {}

  /**
   * {@code reset_pending}, also known as {@code on_reset_pending}: a complete update waits for
   * {@link DeviceClient#enableReset} (DEV9).
   */
  default void resetPending() {}

  /** {@code reset}: the device boots next (DEV11). */
  default void resetting() {}

  /**
   * {@code cloud_status}.
   *
   * @param status how the connection stands
   * @param detail why, for people; may be empty
   */
  default void cloudStatus(CloudStatus status, String detail) {}

  /**
   * Another root document says from now on whom the device believes.
   *
   * @param number its number
   */
  default void rootTrusted(long number) {}

  /**
   * The cloud has handed out a root document that is not to be believed: what was believed before
   * still is. An attack, or a mistake at the cloud that people should hear of.
   *
   * @param fault the code
   * @param detail expected and actual, for people
   */
  default void rootRefused(RootFault fault, String detail) {}

  /**
   * The storage failed; what runs goes on running.
   *
   * @param failure what was to be done and what happened instead, with a hint
   */
  default void storageFailed(StorageFailedException failure) {}
}
