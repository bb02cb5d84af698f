package io.firmament.protocol.transfer;

import io.firmament.protocol.transfer.Flight.Asked;

/**
 * Learns nothing: for a path of which the owner knows what it carries.
 *
 * @param window requests under way
 */
record FixedWindow(int window) implements Congestion {
  @Override
  public boolean isStarting() {
    return false;
  }

  @Override
  public long interval(RoundTrip roundTrip) {
    return 0;
  }

  @Override
  public void asked(Asked request) {}

  @Override
  public void answered(Asked request, long roundTrip, long now) {}

  @Override
  public void lost(Asked request) {}

  @Override
  public void silent() {}
}
