package io.firmament.cli;

/** A command that can be run. */
interface Step {
  /** Does it, and returns the exit code. */
  Integer call() throws CommandFailedException;
}
