package io.firmament.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Whom a release is for, and when they get it. */
final class ReleaseTarget {
  @Option(
      names = "--group",
      split = ",",
      paramLabel = "G",
      description = "To the devices of this group only; more than once for several.")
  private List<String> groups = new ArrayList<>();

  @Option(
      names = "--default",
      description = "To the product's default, also where groups are named.")
  private boolean productDefault;

  @Option(
      names = "--intelligent",
      description = "At once to every device that is online; needs --understand-disruption.")
  private boolean intelligent;

  @Option(
      names = "--understand-disruption",
      description = "You know that devices in use restart without being asked.")
  private boolean understood;

  /** What interrupts people is said twice (feature REL7). */
  void requireUnderstood() throws CommandFailedException {
    if (intelligent && !understood) {
      throw CommandFailedException.usage(
          "an intelligent release restarts devices at once, whatever they are used for",
          "if that is right, say --understand-disruption, too");
    }
  }

  private boolean isDefault() {
    return productDefault || groups.isEmpty();
  }

  /** Adds it to what is sent. */
  void putInto(ObjectNode wish) {
    wish.put("product_default", isDefault()).put("intelligent", intelligent);
    ArrayNode names = wish.putArray("groups");
    groups.forEach(names::add);
  }

  /** The same in words. */
  String text(String product) {
    List<String> whom = new ArrayList<>();
    if (isDefault()) {
      whom.add("product " + product);
    }
    groups.forEach(group -> whom.add("group " + group));
    return String.join(", ", whom) + (intelligent ? ", at once where devices are online" : "");
  }
}
