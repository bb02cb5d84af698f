package io.firmament.device.core;

import io.firmament.protocol.message.Flags;

/** The switches of a device: RAM only, enabled and not forced after every boot (DEV2). */
final class SwitchesMachine {
  private final OutboxMachine outbox;
  private boolean updatesEnabled = true;
  private boolean updatesForced;
  private boolean updatePending;
  private boolean resetEnabled = true;

  SwitchesMachine(OutboxMachine outbox) {
    this.outbox = outbox;
  }

  /** Whether that was a change. */
  boolean enableUpdates(boolean enabled) {
    boolean changed = updatesEnabled != enabled;
    updatesEnabled = enabled;
    return changed;
  }

  void forceUpdates(boolean forced) {
    updatesForced = forced;
  }

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

  Flags flags(boolean safeMode, boolean resetPending) {
    return new Flags(0)
        .with(Flags.UPDATES_ENABLED, updatesEnabled)
        .with(Flags.UPDATES_FORCED, updatesForced)
        .with(Flags.UPDATE_PENDING, updatePending)
        .with(Flags.SAFE_MODE, safeMode)
        .with(Flags.RESET_PENDING, resetPending);
  }
}
