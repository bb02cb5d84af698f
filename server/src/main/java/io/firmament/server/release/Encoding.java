package io.firmament.server.release;

import io.firmament.protocol.value.Coding;
import io.firmament.protocol.value.Digest;

/**
 * A firmware's image in one coding, kept as a blob.
 *
 * @param coding the coding
 * @param digest the SHA-256 of the encoded octets
 * @param sizeBytes how many they are
 */
public record Encoding(Coding coding, Digest digest, long sizeBytes) {}
