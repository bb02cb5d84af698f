package io.firmament.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Puts devices into a group. */
@Command(name = "add", description = "Puts devices into a group.")
final class GroupAddCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;
  @Mixin private GroupMembers members;

  GroupAddCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    return api.done(host, members.change(api.client(host), "add"), members.text("added to"));
  }
}
