package planted.firmament.certs;

import java.security.SecureRandom;

/** Rule 7: secrets come from the random source of the caller. */
public final class MakesRandom {
  Object planted() {
    return new SecureRandom();
  }
}
