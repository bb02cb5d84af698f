package planted.firmament.server.app;

import planted.firmament.cli.CommandRoom;

/** Nobody sees the command line. */
public final class KnowsCommand {
  Object planted() {
    return CommandRoom.class;
  }
}
