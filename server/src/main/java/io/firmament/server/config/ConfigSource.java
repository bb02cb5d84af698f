package io.firmament.server.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * Where values come from: an option of the command line, else the environment, else the file {@code
 * firmament.properties} in the working directory, else what is built in.
 */
public final class ConfigSource {
  /** The file in the working directory; {@code FIRMAMENT_CONFIG} names another one. */
  public static final String FILE = "firmament.properties";

  private static final String FILE_VARIABLE = "FIRMAMENT_CONFIG";

  private final Map<ConfigKey, String> options;
  private final Map<String, String> environment;
  private final Path file;
  private final Properties properties;

  private ConfigSource(
      Map<ConfigKey, String> options,
      Map<String, String> environment,
      Path file,
      Properties properties) {
    this.options = options;
    this.environment = environment;
    this.file = file;
    this.properties = properties;
  }

  /**
   * A value and its origin.
   *
   * @param key what
   * @param value as it was written; empty for nothing
   * @param origin who said so, for a person
   */
  public record Value(ConfigKey key, String value, String origin) {}

  /**
   * Reads the file, if there is one.
   *
   * @param options those that were given on the command line
   * @param environment the process's environment
   * @throws ConfigMistakeException when the file cannot be read or names what does not exist
   */
  public static ConfigSource of(Map<ConfigKey, String> options, Map<String, String> environment)
      throws ConfigMistakeException {
    String named = environment.getOrDefault(FILE_VARIABLE, "");
    Path file = Path.of(named.isEmpty() ? FILE : named);
    Properties properties = new Properties();
    if (Files.exists(file) || !named.isEmpty()) {
      try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        properties.load(reader);
      } catch (IOException | IllegalArgumentException e) {
        throw new ConfigMistakeException(
            "cannot read " + file + ": " + e.getMessage(),
            "correct it, or remove " + FILE_VARIABLE + " from the environment");
      }
    }
    Map<ConfigKey, String> given = new EnumMap<>(ConfigKey.class);
    given.putAll(options);
    ConfigSource source = new ConfigSource(given, Map.copyOf(environment), file, properties);
    source.refuseUnknown();
    return source;
  }

  private void refuseUnknown() throws ConfigMistakeException {
    for (String name : properties.stringPropertyNames()) {
      if (Arrays.stream(ConfigKey.values()).noneMatch(key -> key.label().equals(name))) {
        throw new ConfigMistakeException(
            file + " sets '" + name + "', which does not exist",
            "what exists: "
                + Arrays.stream(ConfigKey.values())
                    .map(ConfigKey::label)
                    .collect(Collectors.joining(", ")));
      }
    }
  }

  /** The value of a key and where it came from; of equal names the first source counts. */
  public Value value(ConfigKey key) {
    if (options.containsKey(key)) {
      return new Value(key, options.get(key), "option --" + key.label());
    }
    String variable = environment.getOrDefault(key.variable(), "");
    if (!variable.isEmpty()) {
      return new Value(key, variable, "environment " + key.variable());
    }
    String property = properties.getProperty(key.label(), "").strip();
    if (!property.isEmpty()) {
      return new Value(key, property, file.toString());
    }
    return new Value(key, key.otherwise(), "built in");
  }
}
