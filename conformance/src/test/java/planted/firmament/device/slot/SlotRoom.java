package planted.firmament.device.slot;

/** Something in the slots. */
public record SlotRoom() {}
