package io.firmament.server.app;

import io.firmament.server.release.Release;
import io.firmament.server.targeting.Foresight;
import java.util.List;

/**
 * Releases that were made.
 *
 * @param releases one for each scope, the default's first
 * @param foresight what they do, in numbers
 * @param warnings what the operator should know, one sentence each
 */
public record Published(List<Release> releases, Foresight foresight, List<String> warnings) {
  /** Keeps copies. */
  public Published {
    releases = List.copyOf(releases);
    warnings = List.copyOf(warnings);
  }
}
