package io.firmament.protocol.message;

import io.firmament.protocol.value.Digest;
import java.util.Optional;

/**
 * An image in a coding: a hint without signature. The encoded digest guards the transfer, the image
 * digest in the manifest guards the boot.
 *
 * @param codingWire the coding's number on the wire
 * @param base the image that a delta starts from; empty for full codings
 * @param encodedSize octets to fetch
 * @param encoded the digest of those octets: the blob's name
 */
public record Representation(
    int codingWire, Optional<Digest> base, long encodedSize, Digest encoded) {}
