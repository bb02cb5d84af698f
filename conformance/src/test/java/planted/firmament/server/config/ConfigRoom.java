package planted.firmament.server.config;

/** Something in the configuration. */
public record ConfigRoom() {}
