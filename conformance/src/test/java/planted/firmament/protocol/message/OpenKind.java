package planted.firmament.protocol.message;

/** Rule 8: the list of messages is closed. */
public interface OpenKind {}
