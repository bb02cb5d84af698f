package planted.firmament.protocol.message;

/** Constants and nothing else: keeps every rule. */
public final class LawfulNames {
  /** A name. */
  public static final String HELLO = "h";

  private LawfulNames() {}
}
