package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.certs.CredentialException;
import io.firmament.certs.DeviceCredential;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds a device to a product. */
@Command(
    name = "add",
    description = {
      "Adds a device to a product, or gives it a new credential there.",
      "A pre-shared key is only sent to this machine or over TLS."
    })
final class DeviceAddCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;

  @Parameters(paramLabel = "ID", description = "Its id: 24 hexadecimal digits.")
  private String id;

  @Option(
      names = "--product",
      required = true,
      paramLabel = "P",
      description = "Number or slug of its product.")
  private String product;

  @Mixin private CredentialOptions credential;

  @Option(names = "--name", paramLabel = "NAME", description = "A name for it; its id otherwise.")
  private Optional<String> name = Optional.empty();

  DeviceAddCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ApiClient client = api.client(host);
    String device = id.toLowerCase(Locale.ROOT);
    ObjectNode wish = JsonNodeFactory.instance.objectNode();
    wish.put("id", device);
    name.ifPresent(text -> wish.put("name", text));
    wish.set("credential", credential.json(device, client));
    if (credential.directory().isPresent()) {
      note(client, directory(credential.directory().get(), id));
    }
    JsonNode answer = client.post("/v1/products/" + ApiClient.segment(product) + "/devices", wish);
    if (api.json()) {
      host.out().println(client.get("/v1/devices/" + device));
    } else {
      String verb = answer.path("existingDeviceIds").isEmpty() ? "added" : "was there, updated";
      host.out().println("device " + device + " " + verb);
    }
    return ExitCode.DONE;
  }

  /**
   * Notes beside the credential what a factory would tell the device: its product, its hardware.
   */
  private void note(ApiClient client, Path directory) throws CommandFailedException {
    Membership.of(client.get("/v1/products/" + ApiClient.segment(product)).path("product"))
        .writeBeside(directory);
  }

  private static Path directory(Path given, String id) {
    Path below = given.resolve("devices").resolve(id.toLowerCase(Locale.ROOT));
    return Files.isDirectory(below) ? below : given;
  }

  /** Reads a device's credential from its own directory, or from the installation's. */
  static DeviceCredential read(Path directory, String id) throws CommandFailedException {
    try {
      DeviceCredential credential = DeviceCredential.read(directory(directory, id));
      if (!credential.deviceId().equalsIgnoreCase(id)) {
        throw CommandFailedException.usage(
            directory + " holds the credential of " + credential.deviceId() + ", not of " + id,
            "give the directory of that device");
      }
      return credential;
    } catch (CredentialException e) {
      throw CommandFailedException.failed(e.getMessage(), e.hint());
    }
  }
}
