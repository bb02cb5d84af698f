package io.firmament.device.core;

import java.util.Arrays;
import java.util.Optional;

/**
 * Answers each command of the cloud once: an equal id gets the same answer again, a lower one is
 * ignored, and the answer is durable before the command is acted upon (docs/protocol.md, "Ground").
 */
final class CommandJournal {
  /**
   * An answer to a command.
   *
   * @param code see {@link CoapCode}
   * @param payload its content
   */
  record Answer(int code, byte[] payload) {}

  private final SlotStore store;

  CommandJournal(SlotStore store) {
    this.store = store;
  }

  /** Whether a newer command was answered, so that this one is a late repetition. */
  boolean isOutdated(long commandId) {
    return store.lastCommand().filter(last -> last.commandId() > commandId).isPresent();
  }

  /** The answer that this very command got. */
  Optional<Answer> repeated(long commandId) {
    return store
        .lastCommand()
        .filter(last -> last.commandId() == commandId)
        .map(CommandAnswer::octets)
        .map(octets -> new Answer(octets[0] & 0xFF, Arrays.copyOfRange(octets, 1, octets.length)));
  }

  /** Keeps the answer to a new command. */
  void keep(long commandId, Answer answer) throws StorageFailedException {
    byte[] octets = new byte[1 + answer.payload().length];
    octets[0] = (byte) answer.code();
    System.arraycopy(answer.payload(), 0, octets, 1, answer.payload().length);
    store.journalCommand(new CommandAnswer(commandId, octets));
  }
}
