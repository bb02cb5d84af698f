package io.firmament.server.device;

import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.ProductId;
import java.time.Instant;

/**
 * A certificate authority whose word counts for one product: who has a certificate of it that names
 * a device of the product is that device.
 *
 * @param product the product
 * @param key SHA-256 over the SubjectPublicKeyInfo of its key: its name here
 * @param certificateHex its certificate, DER in hexadecimal digits
 * @param addedAt since when
 */
public record Authority(ProductId product, Digest key, String certificateHex, Instant addedAt) {}
