package io.firmament.protocol.manifest;

/** What becomes of a root document. */
public sealed interface RootVerdict {
  /**
   * It is believed from now on, in place of the one before it.
   *
   * @param root what it says
   */
  record Accepted(Root root) implements RootVerdict {}

  /**
   * It is not believed.
   *
   * @param fault why
   * @param detail what was expected and what came, for a person
   */
  record Refused(RootFault fault, String detail) implements RootVerdict {}
}
