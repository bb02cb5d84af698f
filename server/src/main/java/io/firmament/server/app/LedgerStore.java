package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.transfer.Attempt;
import io.firmament.server.transfer.AttemptState;
import io.firmament.server.transfer.DeviceLedger;
import io.firmament.server.transfer.UpdateBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store, with the byte ledger kept beside what is written anyway: a change that ends an update
 * also writes and tells what it has cost, one that ends a session what the device has. So no use
 * case can end an update and forget the bill, and no write is made for the ledger alone.
 */
final class LedgerStore implements StateStore {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerStore.class);

  private final StateStore store;
  private final Ledgers ledgers;

  LedgerStore(StateStore store, Ledgers ledgers) {
    this.store = store;
    this.ledgers = ledgers;
  }

  @Override
  public CompletionStage<Long> submit(Change change) {
    Bill bill = new Bill(change);
    return store
        .submit(bill.change())
        .thenApply(
            sequence -> {
              bill.paid();
              return sequence;
            });
  }

  @Override
  public long commit(Change change) throws ConflictException {
    Bill bill = new Bill(change);
    long sequence = store.commit(bill.change());
    bill.paid();
    return sequence;
  }

  /** What a change means for the ledger. */
  private final class Bill {
    private final Change change;
    private final List<Change.Write> writes = new ArrayList<>();
    private final List<ServerEvent> events = new ArrayList<>();
    private final List<Runnable> after = new ArrayList<>();

    private Bill(Change change) {
      this.change = change;
      for (Change.Write write : change.writes()) {
        look(write);
      }
    }

    private void look(Change.Write write) {
      Object value = write.value().orElse(null);
      if (write.table() == Tables.ATTEMPT_HISTORY && value instanceof Attempt ended) {
        end(write.key(), ended);
      } else if (write.table() == Tables.ATTEMPTS && value instanceof Attempt attempt) {
        boolean isNew = attempt.commandId() == attempt.firstCommandId();
        if (isNew && attempt.state() == AttemptState.OFFERED) {
          DeviceId device = new DeviceId(write.key());
          after.add(() -> ledgers.begun(device, attempt));
        }
      } else if (write.table() == Tables.PRESENCE && value instanceof Told told && !told.online()) {
        keep(new DeviceId(write.key()));
      }
    }

    /** An update that ended otherwise than it seemed is told once more, and costs what it did. */
    private void end(String key, Attempt ended) {
      DeviceId device = new DeviceId(key.substring(0, key.indexOf('/')));
      Optional<Stored<UpdateBytes>> billed = store.find(Tables.UPDATE_BYTES, key);
      if (billed.isPresent()) {
        device(device).ifPresent(d -> events.add(BillText.event(d, ended, billed.get().value())));
        return;
      }
      UpdateBytes cost = ledgers.cost(device, ended);
      writes.add(put(Tables.UPDATE_BYTES, key, cost));
      keep(device);
      device(device).ifPresent(d -> events.add(BillText.event(d, ended, cost)));
      // The end of an update comes before the beginning of the next one.
      after.add(
          0,
          () -> {
            ledgers.ended(device, ended);
            LOG.info("device {}: {}", device, BillText.line(ended, cost));
          });
    }

    private void keep(DeviceId device) {
      String key = Tables.key(device);
      boolean there =
          writes.stream().anyMatch(w -> w.table() == Tables.LEDGERS && w.key().equals(key));
      Optional<DeviceLedger> ledger = ledgers.now(device);
      if (!there && ledger.isPresent()) {
        writes.add(put(Tables.LEDGERS, key, ledger.get()));
      }
    }

    /** The device as the change leaves it. */
    private Optional<DeviceRecord> device(DeviceId id) {
      return change.writes().stream()
          .filter(w -> w.table() == Tables.DEVICES && w.key().equals(Tables.key(id)))
          .flatMap(w -> w.value().stream())
          .map(DeviceRecord.class::cast)
          .findFirst()
          .or(() -> store.find(Tables.DEVICES, Tables.key(id)).map(Stored::value));
    }

    private Change change() {
      if (writes.isEmpty() && events.isEmpty()) {
        return change;
      }
      List<Change.Write> allWrites = new ArrayList<>(change.writes());
      allWrites.addAll(writes);
      List<ServerEvent> allEvents = new ArrayList<>(change.events());
      allEvents.addAll(events);
      return new Change(allWrites, allEvents, change.idempotencyKey());
    }

    private void paid() {
      after.forEach(Runnable::run);
    }
  }

  private static <T> Change.Write put(Table<T> table, String key, T value) {
    return new Change.Write(table, key, Optional.of(value), Change.ANY_REVISION);
  }

  @Override
  public <T> Optional<Stored<T>> find(Table<T> table, String key) {
    return store.find(table, key);
  }

  @Override
  public <T> List<Stored<T>> list(Table<T> table, String keyPrefix, String after, int limit) {
    return store.list(table, keyPrefix, after, limit);
  }

  @Override
  public EventPage eventPage(long afterId, int limit) {
    return store.eventPage(afterId, limit);
  }

  @Override
  public long lastSequence() {
    return store.lastSequence();
  }

  @Override
  public Subscription onEvent(EventListener listener) {
    return store.onEvent(listener);
  }
}
