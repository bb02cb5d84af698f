package planted.firmament.server.app;

/** A use case. */
public record LawfulUse() {}
