package io.firmament.server.transfer;

import java.time.Instant;

/**
 * How much of an attempt's blob has arrived. Kept in memory: the device says it again.
 *
 * @param commandId the attempt
 * @param blocks blocks that the device has acknowledged
 * @param of blocks in all; 0 before the device has said so
 * @param served blocks that the server has answered since it started, repetitions among them
 * @param at when the last of them moved
 */
public record Progress(long commandId, long blocks, long of, long served, Instant at) {
  /** Nothing yet. */
  public static Progress none(long commandId, Instant now) {
    return new Progress(commandId, 0, 0, 0, now);
  }

  /** The same after the device's word. */
  public Progress acknowledged(long there, long all, Instant now) {
    return new Progress(commandId, there, all, served, now);
  }

  /** The same after one more block. */
  public Progress servedOne(Instant now) {
    return new Progress(commandId, blocks, of, served + 1, now);
  }
}
