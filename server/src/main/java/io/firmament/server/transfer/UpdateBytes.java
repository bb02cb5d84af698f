package io.firmament.server.transfer;

/**
 * What an update has cost on the wire, from its offer on.
 *
 * @param update the command id that it was offered under first
 * @param bytes what for
 * @param whole whether nothing of it was lost with a killed server
 */
public record UpdateBytes(long update, WireBytes bytes, boolean whole) {
  /** An update that begins now. */
  public static UpdateBytes begun(long update) {
    return new UpdateBytes(update, WireBytes.NONE, true);
  }

  /** The same with more. */
  public UpdateBytes plus(WireBytes more) {
    return new UpdateBytes(update, bytes.plus(more), whole);
  }

  /** The same, of which something may have been lost. */
  public UpdateBytes torn() {
    return new UpdateBytes(update, bytes, false);
  }
}
