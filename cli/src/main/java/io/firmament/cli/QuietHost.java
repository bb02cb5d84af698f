package io.firmament.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** A process around a command that nobody sees: what it prints is kept. */
final class QuietHost implements Host {
  private static final int COLUMNS = 100;

  private final Host outside;
  private final Map<String, String> environment;
  private final ByteArrayOutputStream results = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(results, true, StandardCharsets.UTF_8);
  private final PrintStream err = new PrintStream(errors, true, StandardCharsets.UTF_8);

  QuietHost(Host outside, Map<String, String> environment) {
    this.outside = outside;
    this.environment = Map.copyOf(environment);
  }

  String results() {
    return results.toString(StandardCharsets.UTF_8);
  }

  String errors() {
    return errors.toString(StandardCharsets.UTF_8).strip();
  }

  @Override
  public PrintStream out() {
    return out;
  }

  @Override
  public PrintStream err() {
    return err;
  }

  @Override
  public Map<String, String> environment() {
    return environment;
  }

  @Override
  public boolean isTerminal() {
    return false;
  }

  @Override
  public int columns() {
    return COLUMNS;
  }

  @Override
  public Optional<String> ask(String question) {
    return Optional.empty();
  }

  @Override
  public Optional<String> askSecretly(String question) {
    return Optional.empty();
  }

  @Override
  public void whenStopped(Runnable work) {
    outside.whenStopped(work);
  }

  @Override
  public void halt() {
    outside.halt();
  }
}
