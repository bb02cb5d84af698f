package io.firmament.server.release;

import java.time.Instant;

/**
 * That a version was taken back (feature PRD6).
 *
 * @param at when
 * @param by who
 * @param reason why, in words; may be empty
 */
public record Withdrawal(Instant at, String by, String reason) {}
