package planted.firmament.protocol.manifest;

/** A machine may have state: keeps every rule. */
public final class LawfulMachine {
  private int state;

  int next() {
    return ++state;
  }
}
