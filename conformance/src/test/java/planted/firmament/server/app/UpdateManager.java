package planted.firmament.server.app;

/** A name that says nothing. */
public record UpdateManager() {}
