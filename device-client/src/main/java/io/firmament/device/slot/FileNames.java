package io.firmament.device.slot;

import java.util.List;

/** What the files of a device's directory are called. */
final class FileNames {
  /** Ends the name of a file that is not complete yet; such files are removed at every boot. */
  static final String ASIDE = ".tmp";

  /** The encoded image, as far as it was received. */
  static final String PART = "part";

  /** Which update is received, and which octets of it are durable. */
  static final String JOURNAL = "journal";

  /** The state's two generations: an even one is in the first, an odd one in the second. */
  static final List<String> STATES = List.of("state-0", "state-1");

  /** A state that is being written. */
  static final String STATE_ASIDE = "state" + ASIDE;

  /** The root document and the one before it. */
  static final List<String> ROOTS = List.of("root-0", "root-1");

  /** A root document that is being written. */
  static final String ROOT_ASIDE = "root" + ASIDE;

  /** For how long the version on trial has run. */
  static final String TRIAL = "trial";

  /** That, while it is being written. */
  static final String TRIAL_ASIDE = TRIAL + ASIDE;

  private FileNames() {}
}
