package io.firmament.device.core;

import io.firmament.protocol.codec.CommandCodec;
import io.firmament.protocol.codec.DecodeException;
import io.firmament.protocol.codec.OfferCodec;
import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.message.Control;
import io.firmament.protocol.message.Controls;
import io.firmament.protocol.message.Paths;
import io.firmament.protocol.message.Reset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Decodes what the cloud asks of the device, hands it on and answers (docs/protocol.md). */
final class CloudCommands {
  private static final byte[] NOTHING = new byte[0];

  private final UpdateMachine device;
  private final DepartureMachine departure;
  private final OutboxMachine outbox;
  private final CommandJournal journal;
  private final Controls controls;

  CloudCommands(
      UpdateMachine device,
      DepartureMachine departure,
      OutboxMachine outbox,
      SlotStore store,
      Controls controls) {
    this.device = device;
    this.departure = departure;
    this.outbox = outbox;
    this.journal = new CommandJournal(store);
    this.controls = controls;
  }

  /** Acts upon a request; whatever is malformed is a 4.00 that says where and why. */
  void take(UpdateEvent.Asked asked, Moment now) throws StorageFailedException {
    try {
      answer(asked, now);
    } catch (LackingControlException lacking) {
      reply(asked, CoapCode.NOT_FOUND, NOTHING);
    } catch (DecodeException malformed) {
      byte[] diagnostic = malformed.getMessage().getBytes(StandardCharsets.UTF_8);
      reply(asked, CoapCode.BAD_REQUEST, diagnostic);
    } catch (StorageFailedException failure) {
      reply(asked, CoapCode.SERVER_ERROR, NOTHING);
      throw failure;
    }
  }

  private void answer(UpdateEvent.Asked asked, Moment now)
      throws DecodeException, StorageFailedException, LackingControlException {
    switch (asked.method() + " " + asked.path()) {
      case "POST " + Paths.OFFER ->
          answer(asked, device.offered(OfferCodec.decode(asked.payload()), now));
      case "DELETE " + Paths.OFFER ->
          answer(
              asked,
              Optional.of(device.cancel(CommandCodec.decodeCancel(asked.payload()).commandId())));
      case "GET " + Paths.DESCRIBE -> reply(asked, CoapCode.CONTENT, device.description(asked));
      case "PUT " + Paths.FORCE -> {
        require(Control.FORCE);
        device.force(CommandCodec.decodeSwitch(asked.payload()), now);
        reply(asked, CoapCode.CHANGED, NOTHING);
      }
      case "PUT " + Paths.PENDING -> {
        require(Control.PENDING);
        device.pending(CommandCodec.decodeSwitch(asked.payload()));
        reply(asked, CoapCode.CHANGED, NOTHING);
      }
      case "POST " + Paths.RESET -> reset(asked, CommandCodec.decodeReset(asked.payload()), now);
      case "POST " + Paths.END_SESSION -> endSession(asked, now);
      default -> reply(asked, unknown(asked.path()), NOTHING);
    }
  }

  private void endSession(UpdateEvent.Asked asked, Moment now)
      throws DecodeException, StorageFailedException, LackingControlException {
    require(Control.END_SESSION);
    if (isNew(asked, CommandCodec.decodeEndSession(asked.payload()).commandId())) {
      departure.endSessionSoon(now);
    }
  }

  private void answer(UpdateEvent.Asked asked, Optional<CommandJournal.Answer> answer) {
    answer.ifPresentOrElse(
        known -> reply(asked, known.code(), known.payload()), () -> ignore(asked));
  }

  private void reset(UpdateEvent.Asked asked, Reset reset, Moment now)
      throws StorageFailedException, LackingControlException {
    require(control(reset.kind()));
    if (!isNew(asked, reset.commandId())) {
      return;
    }
    if (reset.kind() == Reset.Kind.APPLY) {
      device.apply(now);
    } else {
      Duration after = DepartureMachine.LINGER;
      departure.reset(BootReason.COMMAND, reset.kind() == Reset.Kind.SAFE_MODE, after, now);
    }
  }

  private static Control control(Reset.Kind kind) {
    return switch (kind) {
      case REBOOT -> Control.REBOOT;
      case SAFE_MODE -> Control.SAFE_MODE;
      case APPLY -> Control.APPLY;
    };
  }

  /** What the device does without is to it as what it never heard of (DEV16). */
  private void require(Control control) throws LackingControlException {
    if (!controls.has(control)) {
      throw new LackingControlException();
    }
  }

  /** The device does without this. */
  private static final class LackingControlException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** Answers a command, and journals that; whether it is to be acted upon. */
  private boolean isNew(UpdateEvent.Asked asked, long commandId) throws StorageFailedException {
    if (journal.isOutdated(commandId)) {
      ignore(asked);
      return false;
    }
    boolean repeated = journal.repeated(commandId).isPresent();
    if (!repeated) {
      journal.keep(commandId, new CommandJournal.Answer(CoapCode.CHANGED, NOTHING));
    }
    reply(asked, CoapCode.CHANGED, NOTHING);
    return !repeated;
  }

  private void reply(UpdateEvent.Asked asked, int code, byte[] payload) {
    outbox.say(new UpdateAction.Reply(asked.request(), code, payload));
  }

  private void ignore(UpdateEvent.Asked asked) {
    outbox.say(new UpdateAction.Ignore(asked.request()));
  }

  private static int unknown(String path) {
    boolean known =
        path.equals(Paths.OFFER)
            || path.equals(Paths.DESCRIBE)
            || path.equals(Paths.FORCE)
            || path.equals(Paths.PENDING)
            || path.equals(Paths.RESET)
            || path.equals(Paths.END_SESSION);
    return known ? CoapCode.NOT_ALLOWED : CoapCode.NOT_FOUND;
  }
}
