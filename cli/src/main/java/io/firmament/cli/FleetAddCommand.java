package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.certs.CredentialException;
import io.firmament.certs.CredentialKind;
import io.firmament.certs.DeviceCredential;
import io.firmament.certs.PskProof;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes many devices' credentials and adds the devices to a product. */
@Command(
    name = "add",
    description = {
      "Makes credentials for many devices and adds the devices to a product.",
      "Their ids begin alike, by chance, and end with a number."
    })
final class FleetAddCommand implements Step {
  private static final int COMMON_BYTES = 8;

  private final Host host;
  private final SecureRandom random = new SecureRandom();
  @Mixin private ApiOptions api;

  @Option(names = "--count", required = true, paramLabel = "N", description = "How many devices.")
  private int count;

  @Option(
      names = "--product",
      required = true,
      paramLabel = "P",
      description = "Number or slug of their product.")
  private String product;

  @Option(
      names = "--certs",
      required = true,
      paramLabel = "DIR",
      description = "What 'certs init' filled; the credentials go to DIR/devices.")
  private Path certs;

  FleetAddCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    if (count < 1) {
      throw CommandFailedException.usage("--count must be at least 1, but was " + count, "");
    }
    ApiClient client = api.client(host);
    if (!client.isConfidential()) {
      throw CommandFailedException.failed(
          "the devices' secret keys would cross the network unencrypted to " + client.server(),
          "run this on the server's machine, or use an https URL");
    }
    String path = "/v1/products/" + ApiClient.segment(product);
    Membership membership = Membership.of(client.get(path).path("product"));
    byte[] common = new byte[COMMON_BYTES];
    random.nextBytes(common);
    Progress progress = new Progress(host, "adding devices");
    for (int i = 1; i <= count; i++) {
      String id = HexFormat.of().formatHex(common) + "%08x".formatted(i);
      client.post(path + "/devices", wish(make(id), membership));
      progress.show(i, count);
    }
    say(HexFormat.of().formatHex(common));
    return ExitCode.DONE;
  }

  private DeviceCredential make(String id) throws CommandFailedException {
    try {
      DeviceCredential.make(certs, id, CredentialKind.PSK, random);
      return DeviceCredential.read(directory(id));
    } catch (CredentialException e) {
      throw CommandFailedException.failed(e.getMessage(), e.hint());
    }
  }

  private Path directory(String id) {
    return certs.resolve("devices").resolve(id);
  }

  private JsonNode wish(DeviceCredential credential, Membership membership)
      throws CommandFailedException {
    membership.writeBeside(directory(credential.deviceId()));
    ObjectNode wish = JsonNodeFactory.instance.objectNode();
    wish.put("id", credential.deviceId());
    if (credential.proof() instanceof PskProof psk) {
      String key = Base64.getEncoder().encodeToString(psk.key().getEncoded());
      wish.putObject("credential").put("kind", "psk").put("key", key);
    }
    return wish;
  }

  private void say(String common) {
    if (api.json()) {
      host.out()
          .println(
              JsonNodeFactory.instance
                  .objectNode()
                  .put("added", count)
                  .put("ids", common + "…")
                  .put("credentials", certs.toString()));
    } else {
      host.out().println(count + " devices added: ids " + common + "…, credentials in " + certs);
    }
  }
}
