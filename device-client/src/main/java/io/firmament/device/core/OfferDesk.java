package io.firmament.device.core;

import io.firmament.protocol.codec.CommandCodec;
import io.firmament.protocol.codec.DecodeException;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.Refusal;
import io.firmament.protocol.message.RefusalReason;
import java.util.Optional;

/** Takes offers in: what is answered, and whether there is anything to begin. */
final class OfferDesk {
  /**
   * What came of an offer.
   *
   * @param answer what the cloud is told; empty when the offer is older than another command
   * @param begin whether the update is to be begun, or gone on with
   */
  record Decision(Optional<CommandJournal.Answer> answer, boolean begin) {}

  private final CommandJournal journal;
  private final OfferJudge judge;
  private final SwitchesMachine switches;

  OfferDesk(CommandJournal journal, OfferJudge judge, SwitchesMachine switches) {
    this.journal = journal;
    this.judge = judge;
    this.switches = switches;
  }

  static CommandJournal.Answer refusal(int code, RefusalReason reason) {
    return new CommandJournal.Answer(code, CommandCodec.encode(new Refusal(reason)));
  }

  /** Why an answer refuses; empty when it does not. */
  static Optional<RefusalReason> reasonOf(CommandJournal.Answer answer) {
    if (CoapCode.isSuccess(answer.code())) {
      return Optional.empty();
    }
    try {
      return Optional.of(CommandCodec.decodeRefusal(answer.payload()).reason());
    } catch (DecodeException e) {
      throw new AssertionError("the answer was encoded here", e);
    }
  }

  /**
   * Decides, and journals what is answered for good. "Not now" is not journaled: it changes
   * nothing, and the same offer may be welcome later. What was taken before a boot and is not under
   * way now starts anew, so that the switch has a say (DEV1, DEV7).
   *
   * @param busy whether another version is on trial, or about to be
   * @param active whether this very offer is under way
   */
  Decision decide(Offer offer, boolean busy, boolean active) throws StorageFailedException {
    long id = offer.commandId();
    if (journal.isOutdated(id)) {
      return new Decision(Optional.empty(), false);
    }
    Optional<CommandJournal.Answer> before = journal.repeated(id);
    boolean taken = before.filter(answer -> CoapCode.isSuccess(answer.code())).isPresent();
    if (before.isPresent() && (busy || active || !taken)) {
      return new Decision(before, false);
    } else if (busy) {
      return refused(CoapCode.CONFLICT, RefusalReason.BUSY);
    } else if (!switches.updatesAllowed(offer.forced())) {
      switches.updatePending(true);
      return refused(CoapCode.CONFLICT, RefusalReason.UPDATES_DISABLED);
    } else if (taken) {
      return new Decision(before, true);
    }
    Decision decision =
        judge.canDecode(offer)
            ? new Decision(
                Optional.of(new CommandJournal.Answer(CoapCode.CHANGED, new byte[0])), true)
            : refused(CoapCode.PRECONDITION_FAILED, RefusalReason.CODING);
    journal.keep(id, decision.answer().orElseThrow());
    return decision;
  }

  private static Decision refused(int code, RefusalReason reason) {
    return new Decision(Optional.of(refusal(code, reason)), false);
  }
}
