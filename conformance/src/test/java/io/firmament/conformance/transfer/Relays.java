package io.firmament.conformance.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Makes emulated links: by linksim where it is given, else by the project's own relay.
 *
 * @param linksim the program, if it is given
 * @param folder for files of the relays
 */
record Relays(Optional<Path> linksim, Path folder) {
  /**
   * A link; whoever sends to it shares it.
   *
   * @param seed decides what it loses
   * @param server the server's port
   */
  Relay open(EmulatedPath path, long seed, int server) throws IOException {
    return linksim.isPresent()
        ? LinksimRelay.open(
            linksim.get(), Files.createTempDirectory(folder, "relay"), path, seed, server)
        : SharedRelay.open(path, seed, server);
  }

  /** Which, for people. */
  String words() {
    return linksim.isPresent()
        ? "linksim, an emulator in C"
        : "the project's own, as in `device run --link`";
  }
}
