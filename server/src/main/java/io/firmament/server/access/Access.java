package io.firmament.server.access;

/** How far somebody may go; each step includes those before it. */
public enum Access {
  /** May look. */
  READ,
  /** May change what belongs to products. */
  WRITE,
  /** May change everything: products, users, tokens, root documents. */
  ADMINISTER
}
