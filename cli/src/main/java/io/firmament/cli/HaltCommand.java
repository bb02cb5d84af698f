package io.firmament.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Pauses a release: its devices keep it as target, and get no offer. */
@Command(
    name = "halt",
    description = "Pauses a release: its devices keep it as target, and get no offer.")
final class HaltCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;
  @Mixin private ProductOption product;

  @Parameters(paramLabel = "N", description = "Its number, as 'history --product P' shows it.")
  private long number;

  @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
  private String reason;

  HaltCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ObjectNode wish = JsonNodeFactory.instance.objectNode();
    wish.put("reason", reason);
    String path = product.path() + "/releases/" + number + "/halt";
    return api.done(host, api.client(host).put(path, wish), "release " + number + " is halted");
  }
}
