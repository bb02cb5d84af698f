package io.firmament.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a group. */
@Command(name = "create", description = "Makes a group of devices, with nobody in it.")
final class GroupCreateCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;
  @Mixin private ProductOption product;

  @Parameters(paramLabel = "G", description = "Its name: a-z, 0-9, '_' and '-'.")
  private String name;

  @Option(names = "--description", paramLabel = "T", description = "What it is for.")
  private Optional<String> description = Optional.empty();

  @Option(names = "--color", paramLabel = "C", description = "A colour to show it in.")
  private Optional<String> color = Optional.empty();

  GroupCreateCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ObjectNode wish = JsonNodeFactory.instance.objectNode();
    wish.put("name", name);
    description.ifPresent(text -> wish.put("description", text));
    color.ifPresent(text -> wish.put("color", text));
    return api.done(
        host,
        api.client(host).post(product.path() + "/groups", wish).path("group"),
        "group " + name + " is there");
  }
}
