package io.firmament.cli;

import java.util.concurrent.Callable;

/** A command that can be run. */
interface Step extends Callable<Integer> {
  /** Does it, and returns the exit code. */
  @Override
  Integer call() throws CommandFailedException;
}
