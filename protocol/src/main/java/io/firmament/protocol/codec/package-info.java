/**
 * Octets to messages and back: a strict, small codec for the deterministic CBOR of this protocol
 * (RFC 8949 section 4.2). A decoder returns a message or throws a {@link
 * io.firmament.protocol.codec.DecodeException} that names the key and the octet; nothing else comes
 * out.
 */
package io.firmament.protocol.codec;
