package io.firmament.protocol.message;

/**
 * "What I have to say does not fit one block: ask me for it." In place of a full hello of more than
 * {@value #FROM_OCTETS} octets; the server asks with {@code GET d}.
 *
 * @param digest of the full hello
 * @param flags what is switched on now
 */
public record LargeHello(HelloDigest digest, Flags flags) implements Hello {
  /** The largest full hello that is said at once, in octets: a block. */
  public static final int FROM_OCTETS = 1024;
}
