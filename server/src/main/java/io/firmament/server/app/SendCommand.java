package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.Approval;
import io.firmament.server.device.DeviceRecord;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.CompletionStage;

/**
 * Sends a device that is here a command that is no offer. Its number is durable before it leaves,
 * so that no later one is lower; an update that is under way is offered under a higher one at the
 * device's next contact, since the device takes none that is lower than this.
 */
final class SendCommand {
  private final StateStore store;
  private final Fleet fleet;
  private final Sessions sessions;
  private final PushOffers pushOffers;
  private final InstantSource clock;

  SendCommand(
      StateStore store,
      Fleet fleet,
      Sessions sessions,
      PushOffers pushOffers,
      InstantSource clock) {
    this.store = store;
    this.fleet = fleet;
    this.sessions = sessions;
    this.pushOffers = pushOffers;
    this.clock = clock;
  }

  /** What is sent under a number. */
  @FunctionalInterface
  interface Command {
    CompletionStage<Void> send(long commandId);
  }

  /**
   * Sends a command under the next number.
   *
   * @return done when the device has answered, fails with {@link UnreachableException}
   * @throws RefusedException NOT_FOUND, CONFLICT when the device is not approved, UNREACHABLE when
   *     it is not here
   */
  CompletionStage<Void> send(DeviceId device, Command command) throws RefusedException {
    long commandId = Conflicts.again(() -> numbered(device));
    Instant since = clock.instant();
    CompletionStage<Void> answered = command.send(commandId);
    pushOffers.settle(device, since, answered);
    return answered;
  }

  private long numbered(DeviceId id) throws RefusedException, ConflictException {
    Instant now = clock.instant();
    Stored<DeviceRecord> read = EditDevice.found(fleet.device(id), id);
    requireApproved(read.value());
    if (sessions.find(id).filter(s -> s.isOnline(now)).isEmpty()) {
      throw new RefusedException(
          RefusedException.Kind.UNREACHABLE,
          "device " + id + " is offline",
          "only a device that is here can be told; see 'firmament device show " + id + "'");
    }
    long next = CommandIds.next(read.value(), now);
    store.commit(
        Change.change().replace(Tables.DEVICES, read, read.value().withLastCommand(next)).build());
    return next;
  }

  private static void requireApproved(DeviceRecord device) throws RefusedException {
    if (device.approval() != Approval.APPROVED) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "device "
              + device.id()
              + " is "
              + device.approval().name().toLowerCase(Locale.ROOT)
              + ": nothing is sent to it",
          "let it in with 'firmament device approve " + device.id() + "'");
    }
  }
}
