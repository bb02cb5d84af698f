package planted.firmament.certs;

import java.util.Date;

/** Rule 7: certificates are dated by their caller. */
public final class DatesItself {
  Object planted() {
    return new Date();
  }
}
