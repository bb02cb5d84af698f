package io.firmament.protocol.manifest;

import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.Representation;
import java.util.List;

/** What a device makes of an offered manifest. */
public sealed interface Verdict {
  /**
   * It may be installed.
   *
   * @param manifest what it says
   * @param plan what is to be fetched, in order: each component with the first representation that
   *     the device can decode
   */
  record Accepted(Manifest manifest, List<Step> plan) implements Verdict {
    /** Keeps a copy. */
    public Accepted {
      plan = List.copyOf(plan);
    }
  }

  /**
   * A component and the representation to fetch.
   *
   * @param index its place in the manifest's list
   * @param component what is to be installed
   * @param representation how it is fetched
   */
  record Step(int index, Manifest.Component component, Representation representation) {}

  /**
   * It is refused.
   *
   * @param reason the code
   * @param detail what was expected and what came, for a person
   */
  record Refused(RefusalReason reason, String detail) implements Verdict {}
}
