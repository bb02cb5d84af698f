package io.firmament.server.app;

import io.firmament.protocol.manifest.Root;
import io.firmament.server.release.RootDocument;
import java.util.List;

/**
 * A root document as operators see it.
 *
 * @param document as it is kept
 * @param root what it says
 * @param warnings what no longer works with it; only just after it was published
 */
public record RootView(RootDocument document, Root root, List<String> warnings) {
  /** Keeps a copy. */
  public RootView {
    warnings = List.copyOf(warnings);
  }
}
