package io.firmament.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.firmament.certs.CredentialException;
import io.firmament.certs.InstallationKeys;
import io.firmament.certs.MadeFile;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes a new installation's keys. */
@Command(
    name = "init",
    description = "Makes a new installation's keys: authority, server, release key.")
final class CertsInitCommand implements Step {
  private final Host host;
  @Mixin private OutputOptions output;

  @Parameters(paramLabel = "DIR", description = "Where; made when it is missing.")
  private Path directory;

  CertsInitCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    try {
      say(host, output, InstallationKeys.make(directory, Instant.now(), new SecureRandom()));
      return ExitCode.DONE;
    } catch (CredentialException e) {
      throw CommandFailedException.failed(e.getMessage(), e.hint());
    }
  }

  /** Says which files were made and what each is for. */
  static void say(Host host, OutputOptions output, List<MadeFile> made) {
    if (output.json()) {
      ArrayNode files = JsonNodeFactory.instance.arrayNode();
      made.forEach(
          file ->
              files.addObject().put("path", file.path().toString()).put("purpose", file.purpose()));
      host.out().println(files);
    } else {
      made.forEach(file -> host.out().println(file.path() + "\n    " + file.purpose()));
    }
  }
}
