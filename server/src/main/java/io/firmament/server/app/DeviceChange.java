package io.firmament.server.app;

import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.server.device.DeviceRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What an operator wants to be different about a device. What is empty stays as it is.
 *
 * @param unchanged what he has seen of it must still be so
 * @param name its name; its id where the name is taken away
 * @param notes free text
 * @param approved whether it is let in
 * @param development whether it is a development device
 * @param lock what it is bound to
 * @param groups exactly the groups that it is in; one that is not there is made
 */
public record DeviceChange(
    Predicate<DeviceRecord> unchanged,
    Optional<String> name,
    Optional<String> notes,
    Optional<Boolean> approved,
    Optional<Boolean> development,
    Optional<LockWish> lock,
    Optional<List<String>> groups) {
  /**
   * What a device is bound to.
   *
   * @param version the version; empty unlocks
   * @param flashNow offered at once if the device is online
   */
  public record LockWish(Optional<FirmwareVersion> version, boolean flashNow) {}

  /** Whether it changes nothing. */
  public boolean isEmpty() {
    return name.isEmpty()
        && notes.isEmpty()
        && approved.isEmpty()
        && development.isEmpty()
        && lock.isEmpty()
        && groups.isEmpty();
  }
}
