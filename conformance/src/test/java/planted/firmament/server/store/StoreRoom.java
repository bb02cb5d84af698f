package planted.firmament.server.store;

/** Something in the store. */
public record StoreRoom() {}
