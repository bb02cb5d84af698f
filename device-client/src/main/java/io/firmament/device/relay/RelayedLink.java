package io.firmament.device.relay;

import io.firmament.device.emulation.LinkTraffic;
import java.net.InetSocketAddress;

/** One device's link through a relay. Closing it ends what is under way on it. */
public interface RelayedLink extends AutoCloseable {
  /** Where the device finds the cloud. */
  InetSocketAddress address();

  /** What the link did so far. */
  LinkTraffic traffic();

  @Override
  void close();
}
