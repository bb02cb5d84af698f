package io.firmament.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.protocol.coding.DecoderMemory;
import io.firmament.protocol.coding.ImageCoding;
import io.firmament.protocol.coding.ImageCodings;
import io.firmament.protocol.value.Coding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says how large images are in each coding. Needs no server. */
@Command(
    name = "codings",
    description = "Says how many bytes images have in each coding; needs no server.")
final class FirmwareCodingsCommand implements Step {
  private static final double PERCENT = 100.0;
  private final Host host;
  @Mixin private OutputOptions output;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Images.")
  private List<Path> files;

  FirmwareCodingsCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (Path file : files) {
      list.add(measured(file));
    }
    if (output.json()) {
      host.out().println(list);
    } else {
      print(list);
    }
    return ExitCode.DONE;
  }

  private static ObjectNode measured(Path file) throws CommandFailedException {
    try {
      byte[] image = Files.readAllBytes(file);
      ObjectNode line = JsonNodeFactory.instance.objectNode();
      line.put("file", file.getFileName().toString()).put("size", image.length);
      ArrayNode codings = line.putArray("codings");
      for (Coding coding : Coding.values()) {
        ObjectNode one = codings.addObject().put("coding", coding.label());
        one.put("memory", DecoderMemory.leastBytes(coding, image.length));
        if (ImageCodings.canBeUsed(coding)) {
          one.put("size", encodedBytes(ImageCodings.of(coding), image));
        }
      }
      return line;
    } catch (IOException e) {
      throw CommandFailedException.usage(
          "cannot read " + file + ": " + e.getMessage(), "give the path of a firmware image");
    }
  }

  private static long encodedBytes(ImageCoding coding, byte[] image) throws IOException {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    coding.encode(new ByteArrayInputStream(image), image.length, encoded);
    return encoded.size();
  }

  private void print(ArrayNode list) {
    List<String> headings = new ArrayList<>(List.of("FILE"));
    for (Coding coding : Coding.values()) {
      headings.add(coding.label().toUpperCase(Locale.ROOT));
    }
    Table table = new Table(headings.toArray(String[]::new));
    list.forEach(
        line -> {
          List<String> cells = new ArrayList<>(List.of(line.path("file").asText()));
          line.path("codings")
              .forEach(
                  one -> cells.add(cell(one.path("size").asLong(-1), line.path("size").asLong())));
          table.row(cells.toArray());
        });
    table.print(host.out(), host.columns());
  }

  private static String cell(long size, long whole) {
    if (size < 0) {
      return "–";
    }
    double share = whole == 0 ? PERCENT : PERCENT * size / whole;
    return String.format(Locale.ROOT, "%d (%.1f %%)", size, share);
  }
}
