package io.firmament.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Ends a token. */
@Command(name = "revoke", description = "Ends a token at once, with its event streams.")
final class TokenRevokeCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;

  @Parameters(paramLabel = "ID", description = "Its id, as 'token list' shows it.")
  private String token;

  TokenRevokeCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    api.client(host).delete("/v1/access_tokens/" + ApiClient.segment(token));
    return api.done(host, "token " + token + " is ended");
  }
}
