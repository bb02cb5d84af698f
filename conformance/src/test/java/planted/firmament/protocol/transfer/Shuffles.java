package planted.firmament.protocol.transfer;

import java.util.Collections;
import java.util.List;

/** Rule 7: chance is passed in. */
public final class Shuffles {
  void planted(List<String> list) {
    Collections.shuffle(list);
  }
}
