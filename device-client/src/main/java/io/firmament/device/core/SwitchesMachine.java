package io.firmament.device.core;

import io.firmament.protocol.message.Flags;

/** The switches of a device: RAM only, enabled and not forced after every boot (DEV2). */
final class SwitchesMachine {
  private static final String ENABLED = "enabled";

  private final OutboxMachine outbox;
  private final ReportMachine reports;
  private final boolean sleepy;
  private boolean updatesEnabled = true;
  private boolean toldEnabled = true;
  private boolean updatesForced;
  private boolean updatePending;
  private boolean resetEnabled = true;

  SwitchesMachine(OutboxMachine outbox, ReportMachine reports, boolean sleepy) {
    this.outbox = outbox;
    this.reports = reports;
    this.sleepy = sleepy;
  }

  /**
   * Permits or forbids updates, and tells the cloud: the newest position alone, and nothing where
   * the switch is back before anybody heard that it had moved (DEV3).
   */
  void enableUpdates(boolean enabled, Moment now) {
    if (updatesEnabled == enabled) {
      return;
    }
    updatesEnabled = enabled;
    boolean heard = reports.hasLeft(ENABLED);
    reports.drop(ENABLED);
    if (heard || enabled != toldEnabled) {
      reports.event(
          ENABLED,
          "particle/device/updates/enabled",
          "" + enabled,
          (answer, then) -> toldEnabled = enabled,
          now);
    }
  }

  /** The cloud overrides the switch, or does not any more: it hears its word again (DEV6). */
  void forceUpdates(boolean forced, Moment now) {
    updatesForced = forced;
    reports.event("forced", "particle/device/updates/forced", "" + forced, now);
  }

  /** The cloud says whether an update waits (DEV5). */
  void updatePending(boolean pending) {
    if (updatePending != pending) {
      updatePending = pending;
      outbox.tell(new Notice.UpdatePending(pending));
    }
  }

  void enableReset(boolean enabled) {
    resetEnabled = enabled;
  }

  boolean resetEnabled() {
    return resetEnabled;
  }

  /** Whether an update may start: force overrides the device's switch and nothing else (DEV6). */
  boolean updatesAllowed(boolean offerForced) {
    return updatesEnabled || updatesForced || offerForced;
  }

  /**
   * What is switched on.
   *
   * @param updating whether an update is under way: until it runs, it is pending
   */
  Flags flags(boolean safeMode, boolean resetPending, boolean updating) {
    return new Flags(0)
        .with(Flags.UPDATES_ENABLED, updatesEnabled)
        .with(Flags.UPDATES_FORCED, updatesForced)
        .with(Flags.UPDATE_PENDING, updatePending || updating)
        .with(Flags.SAFE_MODE, safeMode)
        .with(Flags.RESET_PENDING, resetPending)
        .with(Flags.SLEEPY, sleepy);
  }
}
