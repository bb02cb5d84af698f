package io.firmament.server.app;

import java.time.Duration;

/**
 * When a block may leave.
 *
 * @param granted whether it may at all; else the device is to ask again
 * @param after how long until it leaves, or until the device may ask again; zero for at once
 */
public record BlockTurn(boolean granted, Duration after) {
  /** Now. */
  public static final BlockTurn NOW = new BlockTurn(true, Duration.ZERO);
}
