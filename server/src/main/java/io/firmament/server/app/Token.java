package io.firmament.server.app;

import io.firmament.protocol.value.Digest;
import java.time.Instant;
import java.util.Optional;

/**
 * A token as it is kept: nobody can make the secret out of it.
 *
 * @param hash the SHA-256 of the secret
 * @param name whose it is
 * @param createdAt when it was issued
 * @param expiresAt until when it counts; empty for good
 */
public record Token(Digest hash, String name, Instant createdAt, Optional<Instant> expiresAt) {}
