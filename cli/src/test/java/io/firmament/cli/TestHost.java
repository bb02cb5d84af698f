package io.firmament.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A host that remembers what was said and answers what it was told to. */
final class TestHost implements Host {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final ByteArrayOutputStream complained = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
  private final PrintStream err = new PrintStream(complained, true, StandardCharsets.UTF_8);
  private final Map<String, String> environment = new HashMap<>();
  private final List<Runnable> last = new ArrayList<>();
  private Optional<String> answer = Optional.empty();
  private boolean terminal;
  private int columns = 120;

  TestHost with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** A person sits there and will answer this. */
  TestHost answering(String text) {
    terminal = true;
    answer = Optional.of(text);
    return this;
  }

  TestHost wide(int characters) {
    columns = characters;
    return this;
  }

  /** What was said since the last time. */
  synchronized String said() {
    String text = said.toString(StandardCharsets.UTF_8);
    said.reset();
    return text;
  }

  /** What was said in error since the last time. */
  synchronized String complained() {
    String text = complained.toString(StandardCharsets.UTF_8);
    complained.reset();
    return text;
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
    return terminal;
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public Optional<String> ask(String question) {
    out.print(question);
    return answer;
  }

  @Override
  public Optional<String> askSecretly(String question) {
    out.print(question);
    return answer;
  }

  @Override
  public synchronized void whenStopped(Runnable work) {
    last.add(work);
  }

  /** Tells the process to end; whether there is somebody to be told. */
  synchronized List<Runnable> stopWork() {
    return List.copyOf(last);
  }

  @Override
  public void halt() {
    throw new AssertionError("no test here cuts the power");
  }
}
