package planted.firmament.protocol.codec;

/** Nobody outside ever holds one: keeps every rule. */
public final class LawfulCursor {
  private int position;

  private LawfulCursor() {}

  static int planted() {
    LawfulCursor cursor = new LawfulCursor();
    cursor.step();
    return cursor.position;
  }

  private void step() {
    position++;
  }
}
