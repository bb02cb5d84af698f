package io.firmament.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes what a group is called and what it looks like. */
@Command(name = "edit", description = "Changes a group's name, description or colour.")
final class GroupEditCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;
  @Mixin private ProductOption product;

  @Parameters(paramLabel = "G", description = "Its name.")
  private String name;

  @ArgGroup(exclusive = false, multiplicity = "1")
  private Wish wish;

  /** What is to be different. */
  private static final class Wish {
    @Option(names = "--name", paramLabel = "NAME", description = "Another name.")
    private Optional<String> name = Optional.empty();

    @Option(
        names = "--description",
        paramLabel = "T",
        description = "Another description; '' for none.")
    private Optional<String> description = Optional.empty();

    @Option(names = "--color", paramLabel = "C", description = "Another colour; '' for none.")
    private Optional<String> color = Optional.empty();

    private ObjectNode json() {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      name.ifPresent(text -> json.put("name", text));
      description.ifPresent(text -> json.put("description", text));
      color.ifPresent(text -> json.put("color", text));
      return json;
    }
  }

  GroupEditCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    String path = product.path() + "/groups/" + ApiClient.segment(name);
    return api.done(
        host,
        api.client(host).put(path, wish.json()).path("group"),
        "group " + name + " is changed");
  }
}
