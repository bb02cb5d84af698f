package io.firmament.conformance.transfer;

import java.io.IOException;

/** An emulated link between whoever sends to its port and one server. */
interface Relay extends AutoCloseable {
  /** Where clients send to, on this machine. */
  int port();

  /** Ends it. What was on its way is lost. */
  RelayTraffic end() throws IOException, InterruptedException;

  /** Ends it without a word. */
  @Override
  void close();

  /**
   * What came to a link, whether or not it was lost there, with IP and UDP headers.
   *
   * @param upBytes octets that were sent towards the server
   * @param downBytes octets that were sent towards the clients
   */
  record RelayTraffic(long upBytes, long downBytes) {}
}
