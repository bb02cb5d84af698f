package io.firmament.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.cli.demo.Chapter;
import io.firmament.cli.demo.Demo;
import io.firmament.cli.demo.DemoFailedException;
import io.firmament.cli.demo.DoorPorts;
import io.firmament.cli.demo.Narrator;
import io.firmament.cli.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plays the demonstration. */
@Command(
    name = "demo",
    description = {
      "Shows it all on this machine, in about a minute: a cloud, three devices with three kinds of",
      "credentials on three kinds of links, an update that everything interrupts, a release, and a",
      "version that does not work."
    })
final class DemoCommand implements Step {
  private final Host host;
  @Mixin private OutputOptions output;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "Keep everything in this directory, which must not exist yet.")
  private Optional<Path> keep = Optional.empty();

  @Option(
      names = "--coap-port",
      paramLabel = "N",
      defaultValue = "0",
      description = "Where its server's devices come; 0, the default: any.")
  private int coapPort;

  @Option(
      names = "--http-port",
      paramLabel = "N",
      defaultValue = "0",
      description = "Where its server's operators come; 0, the default: any.")
  private int httpPort;

  DemoCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    Narrator narrator = new DemoNarrator(host, output.json());
    try {
      Path folder = folder();
      List<Chapter> chapters =
          Demo.play(
              folder,
              new DoorPorts(coapPort, httpPort),
              Program.current(FirmamentMain.class),
              new OwnCommands(host),
              narrator);
      show(chapters);
      if (keep.isEmpty()) {
        remove(folder);
      }
      return ExitCode.DONE;
    } catch (DemoFailedException e) {
      throw CommandFailedException.failed(
          e.getMessage(), "'demo --keep DIR' keeps what the processes said, in DIR/errors");
    } catch (IOException e) {
      throw CommandFailedException.failed(
          "the demonstration cannot go on: " + e, "look at the disk and the directory named above");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailedException.failed("interrupted", "");
    }
  }

  private Path folder() throws IOException, CommandFailedException {
    if (keep.isEmpty()) {
      return Files.createTempDirectory("firmament-demo-");
    }
    if (Files.exists(keep.get())) {
      throw CommandFailedException.usage(
          keep.get() + " exists already", "name a directory that does not");
    }
    return Files.createDirectories(keep.get()).toAbsolutePath();
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void show(List<Chapter> chapters) {
    if (output.json()) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      chapters.forEach(chapter -> list.add(json(chapter)));
      host.out().println(list);
      return;
    }
    host.out().println();
    table(chapters).print(host.out(), host.columns());
    host.out().println();
    chapters.stream()
        .filter(chapter -> !chapter.path().isEmpty())
        .forEach(chapter -> host.out().println(chapter.what() + ":\n   " + chapter.path()));
    host.out().println();
    host.out()
        .println(
            "Bytes are the device's since its last start, 28 a datagram for IP and UDP included.");
    host.out().println("Next: README.md, \"From one device to all\".");
  }

  private static Table table(List<Chapter> chapters) {
    Table table =
        new Table("WHAT", "OUTCOME", "BLOCKS", "AGAIN", "BYTES UP", "BYTES DOWN", "SECONDS");
    for (Chapter chapter : chapters) {
      table.row(
          chapter.what(),
          chapter.outcome(),
          chapter.blocks(),
          chapter.again(),
          chapter.bytesUp(),
          chapter.bytesDown(),
          String.format(Locale.ROOT, "%.1f", chapter.seconds()));
    }
    return table;
  }

  private static ObjectNode json(Chapter chapter) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("what", chapter.what()).put("path", chapter.path());
    json.put("outcome", chapter.outcome());
    json.put("blocks", chapter.blocks()).put("again", chapter.again());
    json.put("wireBytesUp", chapter.bytesUp()).put("wireBytesDown", chapter.bytesDown());
    return json.put("seconds", chapter.seconds());
  }
}
