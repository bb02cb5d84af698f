package io.firmament.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes devices out of a group. */
@Command(name = "remove", description = "Takes devices out of a group.")
final class GroupRemoveCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;
  @Mixin private ProductOption product;

  @Parameters(index = "0", paramLabel = "G", description = "The group's name.")
  private String group;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "D",
      description = "Ids or names of devices of the product.")
  private List<String> devices;

  GroupRemoveCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    return api.done(
        host,
        Regrouping.of("remove", List.of(group)).apply(api.client(host), product.path(), devices),
        Amount.of(devices.size(), "device") + " taken out of group " + group);
  }
}
