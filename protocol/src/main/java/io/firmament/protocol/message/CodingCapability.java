package io.firmament.protocol.message;

import io.firmament.protocol.coding.DecoderMemory;
import io.firmament.protocol.value.Coding;

/**
 * A coding that a device can decode.
 *
 * @param wire the coding's number on the wire; one that this release does not know is kept and
 *     never used
 * @param memoryBytes how much memory it has for the decoder, as {@link DecoderMemory} counts it
 */
public record CodingCapability(int wire, long memoryBytes) {
  /** Whether an image of this size, in this coding, can be decoded with that memory. */
  public boolean decodes(Coding coding, long imageSize) {
    return coding.wire() == wire && DecoderMemory.leastBytes(coding, imageSize) <= memoryBytes;
  }
}
