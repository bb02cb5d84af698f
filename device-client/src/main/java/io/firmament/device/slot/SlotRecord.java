package io.firmament.device.slot;

import io.firmament.device.core.ImageFacts;
import io.firmament.protocol.value.Digest;

/**
 * What a slot must hold.
 *
 * @param slot which slot
 * @param facts size and digest of the image, and what its manifest says of it
 * @param manifest the digest of the manifest beside it
 * @param component the image's index in that manifest
 */
record SlotRecord(Slot slot, ImageFacts facts, Digest manifest, int component) {}
