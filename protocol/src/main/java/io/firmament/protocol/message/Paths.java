package io.firmament.protocol.message;

/** The paths of the protocol: one letter each, since every octet counts. */
public final class Paths {
  /** Device → cloud: hello. */
  public static final String HELLO = "h";

  /** Device → cloud: manifests. */
  public static final String MANIFEST = "m";

  /** Device → cloud: blobs. */
  public static final String BLOB = "b";

  /** Device → cloud: status of an update. */
  public static final String STATUS = "s";

  /** Device → cloud: events. */
  public static final String EVENT = "e";

  /** Device → cloud: goodbye. */
  public static final String GOODBYE = "x";

  /** Device → cloud: time. */
  public static final String TIME = "t";

  /** Device → cloud: root documents, by number. */
  public static final String ROOT = "k";

  /** Cloud → device: offer (POST) and cancel (DELETE). */
  public static final String OFFER = "o";

  /** Cloud → device: describe yourself. */
  public static final String DESCRIBE = "d";

  /** Cloud → device: force. */
  public static final String FORCE = "f";

  /** Cloud → device: pending. */
  public static final String PENDING = "p";

  /** Cloud → device: reset. */
  public static final String RESET = "r";

  /** Cloud → device: end the session. */
  public static final String END_SESSION = "k";

  private Paths() {}
}
