package planted.firmament.cli;

/** Something in the command line. */
public record CommandRoom() {}
