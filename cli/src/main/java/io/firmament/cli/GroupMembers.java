package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Which devices of a product go into a group, or out of it. */
final class GroupMembers {
  @Mixin private ProductOption product;

  @Parameters(index = "0", paramLabel = "G", description = "The group's name.")
  private String group;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "D",
      description = "Ids or names of devices of the product.")
  private List<String> devices;

  /** Adds or removes them. */
  JsonNode change(ApiClient client, String verb) throws CommandFailedException {
    return Regrouping.of(verb, List.of(group)).apply(client, product.path(), devices);
  }

  /** What was done with them, such as {@code 2 devices added to group beta}. */
  String text(String done) {
    return Amount.of(devices.size(), "device") + " " + done + " group " + group;
  }
}
