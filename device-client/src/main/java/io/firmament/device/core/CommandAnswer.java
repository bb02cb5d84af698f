package io.firmament.device.core;

import io.firmament.protocol.value.InvalidValueException;
import java.util.Arrays;

/**
 * The answer to a command of the cloud, kept so that a repeat of the command gets the same answer
 * and has no second effect. Immutable.
 */
public final class CommandAnswer {
  /** The most octets that an answer may have. */
  public static final int MAX_BYTES = 1024;

  private final long commandId;
  private final byte[] octets;

  /**
   * @param commandId the command, at least 0
   * @param octets the answer as its sender encodes it, up to {@link #MAX_BYTES}; opaque here
   * @throws InvalidValueException when either is out of range
   */
  public CommandAnswer(long commandId, byte[] octets) {
    if (commandId < 0) {
      throw new InvalidValueException("command id", "at least 0", commandId);
    }
    if (octets.length > MAX_BYTES) {
      throw new InvalidValueException(
          "command answer", "at most " + MAX_BYTES + " octets", octets.length);
    }
    this.commandId = commandId;
    this.octets = octets.clone();
  }

  /** The command. */
  public long commandId() {
    return commandId;
  }

  /** The answer, a fresh copy. */
  public byte[] octets() {
    return octets.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CommandAnswer that
        && commandId == that.commandId
        && Arrays.equals(octets, that.octets);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(commandId) + Arrays.hashCode(octets);
  }

  @Override
  public String toString() {
    return "answer to command " + commandId + " (" + octets.length + " octets)";
  }
}
