package planted.firmament.protocol.value;

/** Keeps every rule. */
public record Lawful(int number) {}
