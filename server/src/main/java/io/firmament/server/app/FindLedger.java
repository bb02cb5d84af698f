package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.transfer.Attempt;
import io.firmament.server.transfer.DeviceLedger;
import io.firmament.server.transfer.UpdateBytes;
import java.time.Instant;
import java.util.Optional;

/** Finds what crossed the wire, and what for (feature OBS3). */
public final class FindLedger {
  private final StateStore store;
  private final Ledgers ledgers;
  private final WireMeter meter;
  private final Instant since;

  /**
   * @param since when the meter began to count
   */
  FindLedger(StateStore store, Ledgers ledgers, WireMeter meter, Instant since) {
    this.store = store;
    this.ledgers = ledgers;
    this.meter = meter;
    this.since = since;
  }

  /** A device's ledger as of now; empty where nothing was ever counted. */
  public Optional<DeviceLedger> of(DeviceId device) {
    return ledgers.now(device);
  }

  /** What an update has cost: until now, or until its end. */
  public Optional<UpdateBytes> of(DeviceId device, Attempt attempt) {
    if (!attempt.state().ended()) {
      return Optional.of(ledgers.cost(device, attempt));
    }
    String key = Tables.numbered(Tables.key(device), attempt.commandId());
    return store.find(Tables.UPDATE_BYTES, key).map(Stored::value);
  }

  /** Since when {@link #port} counts: the start of the server. */
  public Instant since() {
    return since;
  }

  /** What came to the devices' port and left it. */
  public PortTraffic port() {
    return PortTraffic.of(meter);
  }
}
