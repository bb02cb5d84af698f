package io.firmament.device.core;

import java.time.Duration;
import java.util.Optional;

/**
 * The cloud's answer to a request.
 *
 * @param code see {@link CoapCode}
 * @param payload its content
 * @param block the number in its Block2 option; 0 where it has none
 * @param more whether that option says that more blocks follow
 * @param maxAge its Max-Age, 60 s by default (RFC 7252 section 5.10.5)
 * @param roundTrip from the request's leaving to the answer's arriving at the socket; empty where
 *     nobody has measured it
 */
public record LinkAnswer(
    int code,
    byte[] payload,
    int block,
    boolean more,
    Duration maxAge,
    Optional<Duration> roundTrip) {}
