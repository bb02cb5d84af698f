package io.firmament.server.app;

import java.util.Optional;

/** Serves root documents. They are for everybody: a device decides by itself what to believe. */
public final class ServeRoot {
  private final Roots roots;

  ServeRoot(Roots roots) {
    this.roots = roots;
  }

  /** The octets of a document; empty where there is none of that number. */
  public Optional<byte[]> find(long number) {
    return roots.signed(number);
  }
}
