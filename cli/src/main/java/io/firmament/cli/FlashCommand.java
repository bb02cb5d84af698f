package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends firmware that is no release to one device (CLI1). */
@Command(
    name = "flash",
    description = {
      "Sends firmware that is no release to one device that is online.",
      "A development device keeps it; another one is put back to its target straight after."
    })
final class FlashCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;

  @Parameters(index = "0", paramLabel = "D", description = "Its id or name.")
  private String device;

  @Parameters(index = "1", paramLabel = "FILE", description = "The image.")
  private Path file;

  @Option(
      names = "--version",
      paramLabel = "N",
      description = "Its version, where the file does not say one (default: 0).")
  private Optional<Integer> version = Optional.empty();

  @Option(
      names = "--security",
      paramLabel = "N",
      description = "Its security number: a device never goes below one that it has confirmed.")
  private Optional<Long> security = Optional.empty();

  @Option(
      names = "--manifest",
      paramLabel = "FILE",
      description =
          "What 'sign --device' made of this image for this device; the server signs it"
              + " otherwise.")
  private Optional<Path> manifest = Optional.empty();

  FlashCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw CommandFailedException.usage(
          "cannot read the file " + file, "give the path of a firmware image");
    }
    JsonNode answer = flash(api.client(host));
    if (api.json()) {
      host.out().println(answer);
    } else {
      host.out()
          .println(
              "device " + device + ": " + answer.path("status").asText().toLowerCase(Locale.ROOT));
    }
    return ExitCode.DONE;
  }

  private JsonNode flash(ApiClient client) throws CommandFailedException {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("latest", "true");
    version.ifPresent(number -> fields.put("version", Integer.toString(number)));
    security.ifPresent(number -> fields.put("security", Long.toString(number)));
    Progress progress = new Progress(host, "sending");
    try {
      Optional<byte[]> signed =
          manifest.isPresent() ? Optional.of(Files.readAllBytes(manifest.get())) : Optional.empty();
      MultipartFile body = new MultipartFile(file, fields, signed, progress::show);
      return client.replace(
          "/v1/devices/" + ApiClient.segment(device), body.contentType(), body.publisher());
    } catch (IOException e) {
      throw CommandFailedException.failed(
          "cannot read " + file + ": " + e.getMessage(), "check the file");
    }
  }
}
