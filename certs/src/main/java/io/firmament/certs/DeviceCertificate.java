package io.firmament.certs;

import java.security.PublicKey;
import java.time.Instant;

/**
 * What a certificate says that was found good: whose it is, as long as it is valid.
 *
 * @param deviceId 24 hexadecimal digits in lower case
 * @param key the device's public key; that the peer has its private half is for the handshake to
 *     show
 * @param notAfter the end of its validity, or of one above it, whichever comes first
 */
public record DeviceCertificate(String deviceId, PublicKey key, Instant notAfter)
    implements CertificateVerdict {}
