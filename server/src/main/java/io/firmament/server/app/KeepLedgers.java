package io.firmament.server.app;

/** Keeps the byte ledgers from one run of the server to the next. */
public final class KeepLedgers implements AutoCloseable {
  private final Ledgers ledgers;

  KeepLedgers(Ledgers ledgers) {
    this.ledgers = ledgers;
  }

  /** The server starts; waits for a journal record. */
  public void begin() {
    ledgers.begin();
  }

  /** The server stops in order, and no device can reach it any more; waits for journal records. */
  @Override
  public void close() {
    ledgers.seal();
  }
}
