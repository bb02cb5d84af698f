package io.firmament.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Copies everything that a running server remembers. */
@Command(
    name = "backup",
    description = {
      "Copies everything that a running server remembers into a file, consistently.",
      "The file holds secrets: keep it as you keep the server's keys."
    })
final class BackupCommand implements Step {
  private static final String MANIFEST = "MANIFEST";

  private final Host host;
  @Mixin private ApiOptions api;

  @Parameters(paramLabel = "FILE", description = "A file that does not exist yet.")
  private Path file;

  BackupCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    if (Files.exists(file)) {
      throw CommandFailedException.failed(
          file + " exists already, and a backup never overwrites", "choose another name");
    }
    Path aside = file.resolveSibling(file.getFileName() + ".part");
    ApiClient client = api.client(host);
    try (InputStream in = client.open("/v1/backup")) {
      write(in, aside);
      requireWhole(aside);
      Files.move(aside, file);
      long size = Files.size(file);
      ObjectNode answer = JsonNodeFactory.instance.objectNode();
      answer.put("file", file.toString()).put("bytes", size);
      return api.done(host, answer, "wrote " + file + ", " + size + " bytes");
    } catch (IOException e) {
      throw CommandFailedException.failed(
          "the backup broke: " + e.getMessage(), "nothing was kept; try again");
    } finally {
      discard(aside);
    }
  }

  private static void write(InputStream in, Path aside) throws IOException {
    Files.deleteIfExists(aside);
    Files.createFile(
        aside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (OutputStream out = Files.newOutputStream(aside, StandardOpenOption.WRITE)) {
      in.transferTo(out);
    }
  }

  private static void requireWhole(Path aside) throws IOException {
    try (ZipFile zip = new ZipFile(aside.toFile())) {
      if (zip.stream().noneMatch(entry -> entry.getName().startsWith(MANIFEST))) {
        throw new ZipException("its manifest is missing");
      }
    }
  }

  private static void discard(Path aside) throws CommandFailedException {
    try {
      Files.deleteIfExists(aside);
    } catch (IOException e) {
      throw CommandFailedException.failed("cannot remove " + aside, "remove it: it holds secrets");
    }
  }
}
