package io.firmament.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lets a paused release go on. */
@Command(name = "resume", description = "Lets a paused release go on.")
final class ResumeCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;
  @Mixin private ProductOption product;

  @Parameters(paramLabel = "N", description = "Its number, as 'history --product P' shows it.")
  private long number;

  ResumeCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ObjectNode wish = JsonNodeFactory.instance.objectNode();
    String path = product.path() + "/releases/" + number + "/resume";
    return api.done(host, api.client(host).put(path, wish), "release " + number + " is going on");
  }
}
