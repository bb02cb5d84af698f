package io.firmament.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.firmament.server.app.StoreBackup.BackupReport;
import io.firmament.server.store.Restore;
import io.firmament.server.store.StoreUnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a data directory of a backup. */
@Command(
    name = "restore",
    description = "Makes a data directory of a backup. Devices then handshake anew.")
final class RestoreCommand implements Step {
  private final Host host;
  @Mixin private OutputOptions output;

  @Parameters(paramLabel = "FILE", description = "What 'backup' wrote.")
  private Path file;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "A directory that does not exist yet, or is empty.")
  private Path data;

  RestoreCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    if (!Files.isReadable(file)) {
      throw CommandFailedException.usage(
          "cannot read the file " + file, "give the path of what 'firmament backup' wrote");
    }
    BackupReport report = restored();
    host.out()
        .println(
            output.json()
                ? JsonNodeFactory.instance
                    .objectNode()
                    .put("data", data.toString())
                    .put("sequence", report.sequence())
                    .put("files", report.files())
                    .put("bytes", report.bytes())
                    .toString()
                : "restored "
                    + data
                    + " to change "
                    + report.sequence()
                    + ": "
                    + report.files()
                    + " files, "
                    + report.bytes()
                    + " bytes");
    return ExitCode.DONE;
  }

  private BackupReport restored() throws CommandFailedException {
    try {
      return Restore.into(file, data);
    } catch (StoreUnusableException e) {
      throw CommandFailedException.failed(e.getMessage(), e.hint());
    } catch (IOException e) {
      throw CommandFailedException.failed(
          "cannot restore: " + e.getMessage(), "look at the disk; nothing was changed");
    }
  }
}
