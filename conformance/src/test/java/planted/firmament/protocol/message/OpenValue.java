package planted.firmament.protocol.message;

/** Rule 8: a value is a record. */
public final class OpenValue {
  final int number = 1;
}
