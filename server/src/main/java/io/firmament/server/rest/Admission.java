package io.firmament.server.rest;

import io.firmament.server.app.Caller;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * How callers are known, and what is asked for twice.
 *
 * @param check says whose token this is
 * @param stillCounts whether the token that a caller showed has not ended since
 * @param gatekeeper lets a caller through to an endpoint
 * @param repetitions answers a request that brings an idempotency key once
 * @param tries how often tokens may be guessed
 */
record Admission(
    Function<String, Optional<Caller>> check,
    Predicate<Caller> stillCounts,
    Gatekeeper gatekeeper,
    Repetitions repetitions,
    TokenTries tries) {}
