package io.firmament.server.device;

/**
 * What devices may take and tell in a time.
 *
 * @param events what a device may tell
 * @param blocks what devices may take
 */
public record DeviceRates(EventRate events, BlockRates blocks) {
  /** What holds where nobody says anything else. */
  public static final DeviceRates USUAL = new DeviceRates(EventRate.USUAL, BlockRates.USUAL);
}
