package planted.firmament.server.release;

/** Something in releases. */
public record Room() {}
