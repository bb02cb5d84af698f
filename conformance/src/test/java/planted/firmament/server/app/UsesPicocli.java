package planted.firmament.server.app;

import picocli.CommandLine;

/** Rule 4: picocli is not seen here. */
public final class UsesPicocli {
  Object planted() {
    return CommandLine.class;
  }
}
