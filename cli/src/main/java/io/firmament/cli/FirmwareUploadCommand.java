package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.firmament.server.app.UploadFirmware;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Uploads a firmware. */
@Command(name = "upload", description = "Uploads a new version of a product's firmware.")
final class FirmwareUploadCommand implements Step {
  private static final long POLL_MILLIS = 200;

  /** Longer than the slowest coding takes for the largest image that is accepted. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Host host;
  @Mixin private ApiOptions api;

  @Parameters(paramLabel = "FILE", description = "The image.")
  private Path file;

  @Option(
      names = "--product",
      required = true,
      paramLabel = "P",
      description = "Number or slug of the product.")
  private String product;

  @Option(names = "--version", required = true, paramLabel = "N", description = "Its version.")
  private int version;

  @Option(names = "--title", paramLabel = "T", description = "A title.")
  private Optional<String> title = Optional.empty();

  @Option(names = "--description", paramLabel = "T", description = "A description.")
  private Optional<String> description = Optional.empty();

  @Option(
      names = "--security",
      paramLabel = "N",
      description = {
        "Its security number: a device that has confirmed one never installs a lower one again."
      })
  private Optional<Long> security = Optional.empty();

  @Option(
      names = "--manifest",
      paramLabel = "FILE",
      description = "What 'sign' made of this image; the server signs it otherwise.")
  private Optional<Path> manifest = Optional.empty();

  @Option(names = "--wait", description = "Returns when all its encodings are made.")
  private boolean wait;

  FirmwareUploadCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw CommandFailedException.usage(
          "cannot read the file " + file, "give the path of a firmware image");
    }
    refuseTooLarge();
    ApiClient client = api.client(host);
    String path = "/v1/products/" + ApiClient.segment(product) + "/firmware";
    JsonNode firmware = upload(client, path);
    if (wait) {
      firmware = encoded(client, path + "/" + firmware.path("version").asText());
    }
    if (api.json()) {
      host.out().println(firmware);
    } else {
      print(firmware);
    }
    return ExitCode.DONE;
  }

  private void print(JsonNode firmware) {
    host.out()
        .printf(
            "version %s is there: %s bytes, format %s%n",
            firmware.path("version").asText(),
            firmware.path("size").asText(),
            firmware.path("format").asText());
    for (JsonNode made : firmware.path("encodings")) {
      host.out().printf("  %-10s %s bytes%n", made.path("coding").asText(), made.path("size"));
    }
    for (JsonNode gap : firmware.path("encoding_gaps")) {
      host.out()
          .printf(
              "  %-10s %s: %s%n",
              gap.path("coding").asText(),
              gap.path("cause").asText().replace('-', ' '),
              gap.path("detail").asText());
    }
  }

  /** The server would hang up in the middle, and nobody would hear why. */
  private void refuseTooLarge() throws CommandFailedException {
    long size = file.toFile().length();
    if (size > UploadFirmware.MAX_IMAGE_BYTES) {
      throw CommandFailedException.failed(
          file + " has " + size + " bytes, and at most " + UploadFirmware.MAX_IMAGE_BYTES + " go",
          "no device takes an image of that size: is it the right file?");
    }
  }

  private JsonNode upload(ApiClient client, String path) throws CommandFailedException {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("version", Integer.toString(version));
    title.ifPresent(text -> fields.put("title", text));
    description.ifPresent(text -> fields.put("description", text));
    security.ifPresent(number -> fields.put("security", Long.toString(number)));
    Progress progress = new Progress(host, "uploading");
    try {
      MultipartFile body = new MultipartFile(file, fields, manifest(), progress::show);
      return client.upload(path, body.contentType(), body.publisher());
    } catch (IOException e) {
      throw CommandFailedException.failed(
          "cannot read " + file + ": " + e.getMessage(), "check the file");
    }
  }

  private Optional<byte[]> manifest() throws IOException {
    return manifest.isPresent()
        ? Optional.of(Files.readAllBytes(manifest.get()))
        : Optional.empty();
  }

  private static JsonNode encoded(ApiClient client, String path) throws CommandFailedException {
    long begun = System.nanoTime();
    JsonNode firmware = client.get(path);
    while (!firmware.path("encoded").asBoolean()) {
      if (System.nanoTime() - begun > PATIENCE.toNanos()) {
        throw CommandFailedException.failed(
            "the server has not made all encodings after " + PATIENCE.toMinutes() + " minutes",
            "the upload itself is safe; the server's log says what failed, and a restart tries again");
      }
      try {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw CommandFailedException.failed("interrupted", "");
      }
      firmware = client.get(path);
    }
    return firmware;
  }
}
