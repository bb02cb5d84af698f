package io.firmament.protocol.message;

import io.firmament.protocol.value.Digest;

/**
 * An encoded blob of which a device holds a part.
 *
 * @param encoded the blob
 * @param bytes how much of it is there, in octets
 */
public record PartialBlob(Digest encoded, long bytes) {}
