package io.firmament.cli;

import io.firmament.server.config.ConfigKey;
import io.firmament.server.config.ConfigMistakeException;
import io.firmament.server.config.ConfigSource;
import java.util.Map;

/** Reads what is set, and turns its mistakes into those of a command. */
final class Settings {
  private Settings() {}

  static ConfigSource source(Map<ConfigKey, String> given, Host host)
      throws CommandFailedException {
    try {
      return ConfigSource.of(given, host.environment());
    } catch (ConfigMistakeException mistake) {
      throw CommandFailedException.usage(mistake.getMessage(), mistake.hint());
    }
  }
}
