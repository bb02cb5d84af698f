package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Adds many devices by their ids. */
@Command(
    name = "import",
    description = "Adds devices to a product, or approves them: the ids in a file, one a line.")
final class DeviceImportCommand implements Step {
  /** So that a request stays far below what a server takes. */
  private static final int AT_ONCE = 500;

  private static final List<String> OUTCOMES =
      List.of("updatedDeviceIds", "existingDeviceIds", "nonmemberDeviceIds", "invalidDeviceIds");

  private final Host host;
  @Mixin private ApiOptions api;
  @Mixin private ProductOption product;

  @Parameters(paramLabel = "FILE", description = "The ids; empty lines do not count.")
  private Path file;

  DeviceImportCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    List<String> ids = ids();
    ApiClient client = api.client(host);
    ObjectNode sum = JsonNodeFactory.instance.objectNode().put("updated", 0);
    OUTCOMES.forEach(sum::putArray);
    for (int from = 0; from < ids.size(); from += AT_ONCE) {
      ObjectNode wish = JsonNodeFactory.instance.objectNode();
      ArrayNode part = wish.putArray("ids");
      ids.subList(from, Math.min(ids.size(), from + AT_ONCE)).forEach(part::add);
      add(sum, client.post(product.path() + "/devices", wish));
    }
    say(sum);
    boolean all =
        sum.path("nonmemberDeviceIds").isEmpty() && sum.path("invalidDeviceIds").isEmpty();
    return all ? ExitCode.DONE : ExitCode.FAILED;
  }

  private List<String> ids() throws CommandFailedException {
    try {
      return Files.readString(file).lines().map(String::strip).filter(id -> !id.isEmpty()).toList();
    } catch (IOException e) {
      throw CommandFailedException.usage(
          "cannot read the file " + file, "give the path of a text file with an id a line");
    }
  }

  private static void add(ObjectNode sum, JsonNode answer) {
    sum.put("updated", sum.path("updated").asInt() + answer.path("updated").asInt());
    for (String outcome : OUTCOMES) {
      answer.path(outcome).forEach(((ArrayNode) sum.get(outcome))::add);
    }
  }

  private void say(ObjectNode sum) {
    api.done(
        host,
        sum,
        Amount.of(sum.path("updatedDeviceIds").size(), "device")
            + " added, "
            + sum.path("existingDeviceIds").size()
            + " there before");
    complain(sum.path("nonmemberDeviceIds"), "belongs to another product");
    complain(sum.path("invalidDeviceIds"), "is not an id of 24 hexadecimal digits");
  }

  private void complain(JsonNode ids, String why) {
    ids.forEach(id -> host.err().printf("firmament: warning: %s %s%n", id.asText(), why));
  }
}
