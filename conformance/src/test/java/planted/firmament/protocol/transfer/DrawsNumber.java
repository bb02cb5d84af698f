package planted.firmament.protocol.transfer;

import java.util.Random;

/** Rule 7: chance is passed in. */
public final class DrawsNumber {
  int planted() {
    return new Random().nextInt();
  }
}
