package io.firmament.server.app;

import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.release.Firmware;
import io.firmament.server.release.Withdrawal;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Takes a version back (feature PRD6): every offer of it stops at once, no device is moved by that,
 * and it is targeted as if it had never been released, except by devices that run it.
 */
public final class WithdrawFirmware {
  private final StateStore store;
  private final PushOffers pushOffers;
  private final InstantSource clock;

  WithdrawFirmware(StateStore store, PushOffers pushOffers, InstantSource clock) {
    this.store = store;
    this.pushOffers = pushOffers;
    this.clock = clock;
  }

  /**
   * Withdraws a version; one that was withdrawn stays as it is.
   *
   * @param reason why, in words; may be empty
   * @throws RefusedException NOT_FOUND when there is no such version
   */
  public Firmware withdraw(ProductId product, FirmwareVersion version, String reason, Caller caller)
      throws RefusedException {
    Firmware withdrawn = Conflicts.again(() -> once(product, version, reason, caller));
    pushOffers.pushAll(product);
    return withdrawn;
  }

  private Firmware once(ProductId product, FirmwareVersion version, String reason, Caller caller)
      throws RefusedException, ConflictException {
    Stored<Firmware> read =
        store
            .find(Tables.FIRMWARE, Tables.key(product, version))
            .orElseThrow(() -> FindFirmware.notFound(version));
    if (read.value().withdrawn()) {
      return read.value();
    }
    Instant now = clock.instant();
    Firmware after = read.value().withWithdrawal(new Withdrawal(now, caller.name(), reason));
    String data = "{\"version\":" + version + "}";
    store.commit(
        Change.change()
            .replace(Tables.FIRMWARE, read, after)
            .event(
                ServerEvent.ofProduct(EventNames.FIRMWARE_WITHDRAW, data, now, product)
                    .by(caller.name()))
            .build());
    return after;
  }
}
