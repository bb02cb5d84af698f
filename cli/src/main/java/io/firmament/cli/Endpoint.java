package io.firmament.cli;

import java.net.InetSocketAddress;

/** Addresses of options. */
final class Endpoint {
  private Endpoint() {}

  /** Reads {@code HOST:PORT}; the host is not looked up yet. */
  static InetSocketAddress parse(String option, String text) throws CommandFailedException {
    int colon = text.lastIndexOf(':');
    if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw CommandFailedException.usage(
          option + " must be HOST:PORT, but was '" + text + "'", "for example localhost:5684");
    }
    return new InetSocketAddress(
        text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }
}
