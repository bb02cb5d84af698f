package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives a version another title or description (feature PRD5). */
@Command(name = "edit", description = "Gives a version another title or description.")
final class FirmwareEditCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;
  @Mixin private ProductOption product;

  @Parameters(paramLabel = "VERSION", description = "The version.")
  private int version;

  @ArgGroup(exclusive = false, multiplicity = "1")
  private Wish wish;

  /** What is to be different. */
  private static final class Wish {
    @Option(names = "--title", paramLabel = "T", description = "Another title; '' for none.")
    private Optional<String> title = Optional.empty();

    @Option(
        names = "--description",
        paramLabel = "T",
        description = "Another description; '' for none.")
    private Optional<String> description = Optional.empty();
  }

  FirmwareEditCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    wish.title.ifPresent(text -> body.put("title", text));
    wish.description.ifPresent(text -> body.put("description", text));
    JsonNode firmware = api.client(host).put(product.path() + "/firmware/" + version, body);
    Warnings.say(host, firmware);
    return api.done(host, firmware, "version " + version + " is described anew");
  }
}
