package io.firmament.server.release;

import io.firmament.protocol.value.Digest;

/**
 * The signed manifest of a firmware, kept as a blob.
 *
 * @param digest the SHA-256 of the signed octets
 * @param sizeBytes how many they are
 */
public record SignedManifest(Digest digest, int sizeBytes) {}
