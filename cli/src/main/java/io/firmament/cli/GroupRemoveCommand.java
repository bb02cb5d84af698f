package io.firmament.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Takes devices out of a group. */
@Command(name = "remove", description = "Takes devices out of a group.")
final class GroupRemoveCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;
  @Mixin private GroupMembers members;

  GroupRemoveCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    return api.done(host, members.change(api.client(host), "remove"), members.text("taken out of"));
  }
}
