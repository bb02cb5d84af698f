package io.firmament.server.device;

/**
 * What a device lets be done with it, as it last said (features DEV1 to DEV9).
 *
 * @param updatesEnabled its application allows updates
 * @param updatesForced it was told to allow them whatever its application says, and confirms it
 * @param updatesPending it knows that an update waits for it
 * @param safeMode it runs without its application
 * @param resetPending an update is complete and waits for the application to allow the reset
 * @param sleepy it is reachable only just after it spoke
 */
public record Availability(
    boolean updatesEnabled,
    boolean updatesForced,
    boolean updatesPending,
    boolean safeMode,
    boolean resetPending,
    boolean sleepy) {
  /** What holds after every boot: enabled, not forced (feature DEV2). */
  public static final Availability AFTER_BOOT =
      new Availability(true, false, false, false, false, false);

  /** The same with another word on updates. */
  public Availability withUpdatesEnabled(boolean enabled) {
    return new Availability(enabled, updatesForced, updatesPending, safeMode, resetPending, sleepy);
  }

  /** The same with the device's echo of force. */
  public Availability withUpdatesForced(boolean forced) {
    return new Availability(updatesEnabled, forced, updatesPending, safeMode, resetPending, sleepy);
  }

  /** Whether an update may start on the device's side. */
  public boolean letsUpdatesStart() {
    return updatesEnabled || updatesForced;
  }
}
