package io.firmament.protocol.message;

/** Anything that is said with a payload of its own. */
public sealed interface Message
    permits Hello,
        HelloAnswer,
        Offer,
        Refusal,
        Status,
        StatusAnswer,
        DeviceEvent,
        Goodbye,
        Cancel,
        Reset,
        EndSession {}
