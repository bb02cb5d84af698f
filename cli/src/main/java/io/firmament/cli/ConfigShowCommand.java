package io.firmament.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.firmament.server.config.ConfigKey;
import io.firmament.server.config.ConfigMistakeException;
import io.firmament.server.config.ConfigSource;
import io.firmament.server.config.ServerConfig;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what is set, and by whom. */
@Command(name = "show", description = "Says what is set, and where each value came from.")
final class ConfigShowCommand implements Step {
  private static final String HIDDEN = "(set, not shown)";

  private final Host host;
  @Mixin private OutputOptions output;

  ConfigShowCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ConfigSource source = Settings.source(Map.of(), host);
    ArrayNode values = JsonNodeFactory.instance.arrayNode();
    Table table = new Table("NAME", "VALUE", "FROM", "MEANING");
    for (ConfigKey key : ConfigKey.values()) {
      ConfigSource.Value value = source.value(key);
      boolean secret = key == ConfigKey.TOKEN && !value.value().isEmpty();
      String shown = secret ? HIDDEN : value.value() + chosen(key, source);
      table.row(key.label(), shown.isEmpty() ? "-" : shown, value.origin(), key.meaning());
      values.addObject().put("name", key.label()).put("value", shown).put("origin", value.origin());
    }
    if (output.json()) {
      host.out().println(values);
    } else {
      table.print(host.out(), host.columns());
    }
    try {
      ServerConfig.read(source);
      return ExitCode.DONE;
    } catch (ConfigMistakeException mistake) {
      throw CommandFailedException.failed(mistake.getMessage(), mistake.hint());
    }
  }

  /** What a value comes to on this machine, where that is not the value itself. */
  private static String chosen(ConfigKey key, ConfigSource source) {
    boolean open = key == ConfigKey.CRYPTO && source.value(key).value().equals(key.otherwise());
    try {
      return open ? ": " + Curves.choice(source) : "";
    } catch (CommandFailedException nobody) {
      return ": " + nobody.getMessage();
    }
  }
}
