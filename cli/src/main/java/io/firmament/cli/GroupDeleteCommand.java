package io.firmament.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Ends a group. */
@Command(name = "delete", description = "Ends a group; its devices stay, and lose its releases.")
final class GroupDeleteCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;
  @Mixin private ProductOption product;

  @Parameters(paramLabel = "G", description = "Its name.")
  private String name;

  GroupDeleteCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    api.client(host).delete(product.path() + "/groups/" + ApiClient.segment(name));
    return api.done(host, "group " + name + " is no more");
  }
}
