package planted.firmament.server.device;

/** Rule 8: whoever holds one sees it change. */
public final class HandsItselfOut {
  private int number;

  private HandsItselfOut() {}

  static HandsItselfOut planted() {
    HandsItselfOut made = new HandsItselfOut();
    made.number++;
    return made;
  }
}
