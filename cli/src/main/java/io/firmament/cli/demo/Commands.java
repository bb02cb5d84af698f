package io.firmament.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The commands of this program, as a person would type them. */
public interface Commands {
  /**
   * Runs one in this process.
   *
   * @param arguments the words behind {@code firmament}; {@code --json} is added
   * @return the last value that it printed
   * @throws DemoFailedException when its exit code is not 0
   */
  JsonNode run(List<String> arguments) throws DemoFailedException;

  /** From now on the commands ask this server. */
  void use(String url, String token);
}
