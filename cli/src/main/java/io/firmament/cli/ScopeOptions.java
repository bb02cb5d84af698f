package io.firmament.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Whom a release is for (feature TGT13). */
final class ScopeOptions {
  @Option(
      names = "--group",
      split = ",",
      paramLabel = "G",
      description = "The devices of this group only; more than once for several.")
  private List<String> groups = new ArrayList<>();

  @Option(names = "--default", description = "The product's default beside the groups.")
  private boolean productDefault;

  private boolean isDefault() {
    return productDefault || groups.isEmpty();
  }

  /** Adds it to what is sent. */
  void putInto(ObjectNode wish) {
    wish.put("product_default", isDefault());
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
    return String.join(", ", whom);
  }
}
