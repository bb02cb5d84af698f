package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.transfer.Attempt;
import io.firmament.server.transfer.DeviceLedger;
import io.firmament.server.transfer.Runs;
import io.firmament.server.transfer.UpdateBytes;
import io.firmament.server.transfer.WireBytes;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What devices cost on the wire: counted in memory, durable with what is written anyway at the end
 * of an update and of a session, and when the server stops in order. What a killed server had
 * counted since then is lost; an update that was under way is marked so.
 */
final class Ledgers {
  private static final String RUNS_KEY = "server";
  private static final int DEVICES_A_CHANGE = 256;

  private final StateStore store;
  private final WireMeter meter;
  private final InstantSource clock;
  private final Map<DeviceId, Page> pages = new ConcurrentHashMap<>();
  private volatile Runs runs = Runs.NONE;

  Ledgers(StateStore store, WireMeter meter, InstantSource clock) {
    this.store = store;
    this.meter = meter;
    this.clock = clock;
  }

  /**
   * A device's ledger, and what the meter said then.
   *
   * @param underWay whether an update is, and pays for what comes
   */
  private record Page(DeviceLedger ledger, WireBytes meter, boolean underWay) {
    Page at(WireBytes now) {
      return new Page(ledger.plus(now.minus(meter), underWay), now, underWay);
    }

    boolean isOf(Attempt attempt) {
      return ledger.update().filter(u -> u.update() == attempt.firstCommandId()).isPresent();
    }
  }

  /** Begins a run of the server; waits for its record. */
  void begin() {
    Optional<Stored<Runs>> before = store.find(Tables.RUNS, RUNS_KEY);
    runs = before.map(Stored::value).orElse(Runs.NONE).next();
    write(Change.change().put(Tables.RUNS, RUNS_KEY, runs));
  }

  /** Ends it in order: keeps what was counted; waits until it is kept. */
  void seal() {
    Change.Builder change = Change.change();
    int devices = 0;
    for (DeviceId device : meter.devices()) {
      change.put(Tables.LEDGERS, Tables.key(device), turn(device).ledger());
      devices++;
      if (devices % DEVICES_A_CHANGE == 0) {
        store.submit(change.build());
        change = Change.change();
      }
    }
    write(change.put(Tables.RUNS, RUNS_KEY, runs.atEnd()));
  }

  private void write(Change.Builder change) {
    try {
      store.commit(change.build());
    } catch (ConflictException e) {
      throw new AssertionError("nobody else writes ledgers", e);
    }
  }

  /** A device's ledger as of now; empty where nothing was ever counted. */
  Optional<DeviceLedger> now(DeviceId device) {
    boolean silent = !pages.containsKey(device) && meter.of(device).equals(WireBytes.NONE);
    return silent
        ? store.find(Tables.LEDGERS, Tables.key(device)).map(Stored::value)
        : Optional.of(turn(device).ledger());
  }

  /** What an update has cost until now, by the attempt that it is. */
  UpdateBytes cost(DeviceId device, Attempt attempt) {
    return turn(device)
        .ledger()
        .update()
        .filter(u -> u.update() == attempt.firstCommandId())
        .orElseGet(() -> UpdateBytes.begun(attempt.firstCommandId()).torn());
  }

  /** An update begins: from now on it pays. */
  void begun(DeviceId device, Attempt attempt) {
    open(device, Optional.of(attempt));
    WireBytes now = meter.of(device);
    UpdateBytes update = UpdateBytes.begun(attempt.firstCommandId());
    pages.computeIfPresent(
        device,
        (id, page) -> {
          Page current = page.at(now);
          return current.isOf(attempt)
              ? current
              : new Page(current.ledger().with(update), now, true);
        });
  }

  /** The latest update is over. */
  void ended(DeviceId device, Attempt attempt) {
    open(device, Optional.empty());
    WireBytes now = meter.of(device);
    pages.computeIfPresent(
        device,
        (id, page) -> {
          Page current = page.at(now);
          return new Page(current.ledger(), now, current.underWay() && !current.isOf(attempt));
        });
    meter.forgetBlocks(device);
  }

  private Page turn(DeviceId device) {
    open(device, Optional.empty());
    WireBytes now = meter.of(device);
    return pages.compute(device, (id, page) -> page.at(now));
  }

  /** Not within a computation of the map: this may read the disk. */
  private void open(DeviceId device, Optional<Attempt> begun) {
    if (!pages.containsKey(device)) {
      pages.putIfAbsent(device, left(device, begun));
    }
  }

  /**
   * What earlier runs have left; the meter began at zero with this one.
   *
   * @param begun an update that has begun in this run
   */
  private Page left(DeviceId device, Optional<Attempt> begun) {
    DeviceLedger left =
        store
            .find(Tables.LEDGERS, Tables.key(device))
            .map(Stored::value)
            .orElseGet(() -> DeviceLedger.begun(clock.instant(), runs.number()));
    Optional<Attempt> underWay =
        store
            .find(Tables.ATTEMPTS, Tables.key(device))
            .map(Stored::value)
            .filter(a -> !a.state().ended())
            .filter(a -> begun.filter(b -> b.firstCommandId() == a.firstCommandId()).isEmpty());
    DeviceLedger ledger =
        underWay.map(a -> left.with(resumed(left, a))).orElse(left).inRun(runs.number());
    return new Page(ledger, WireBytes.NONE, underWay.isPresent());
  }

  private UpdateBytes resumed(DeviceLedger left, Attempt attempt) {
    return left.update()
        .filter(u -> u.update() == attempt.firstCommandId())
        .map(u -> runs.isUnbrokenSince(left.run()) ? u : u.torn())
        .orElseGet(() -> UpdateBytes.begun(attempt.firstCommandId()).torn());
  }
}
