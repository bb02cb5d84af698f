package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.certs.CredentialException;
import io.firmament.certs.CredentialKind;
import io.firmament.certs.DeviceCredential;
import io.firmament.certs.DeviceOrder;
import io.firmament.device.fleet.Mix;
import io.firmament.protocol.value.InvalidValueException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
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
  @Mixin private CryptoOptions crypto;

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

  @Option(
      names = "--mix",
      paramLabel = "KINDS",
      defaultValue = "psk",
      description = {
        "How they prove who they are: a kind, or kinds with weights as in psk:50,rpk:30,x509:20.",
        "For x509 the product needs an authority: see 'product ca' (default: ${DEFAULT-VALUE})."
      })
  private String mix;

  FleetAddCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    if (count < 1) {
      throw CommandFailedException.usage("--count must be at least 1, but was " + count, "");
    }
    crypto.install(host);
    ApiClient client = api.client(host);
    List<CredentialKind> kinds = kinds();
    String path = "/v1/products/" + ApiClient.segment(product);
    JsonNode found = client.get(path).path("product");
    String slug = found.path("slug").asText();
    Membership membership = Membership.of(found);
    byte[] common = new byte[COMMON_BYTES];
    random.nextBytes(common);
    Progress progress = new Progress(host, "adding devices");
    for (int i = 1; i <= count; i++) {
      String id = HexFormat.of().formatHex(common) + "%08x".formatted(i);
      DeviceCredential credential = make(id, kinds.get(i - 1), slug);
      membership.writeBeside(directory(id));
      ObjectNode wish = JsonNodeFactory.instance.objectNode().put("id", id);
      wish.set("credential", CredentialOptions.json(credential, client));
      client.post(path + "/devices", wish);
      progress.show(i, count);
    }
    say(HexFormat.of().formatHex(common));
    return ExitCode.DONE;
  }

  private List<CredentialKind> kinds() throws CommandFailedException {
    try {
      List<CredentialKind> kinds = new ArrayList<>();
      for (String name : Mix.parse("mix of kinds", mix).deal(count, random)) {
        kinds.add(CredentialKind.named(name));
      }
      return kinds;
    } catch (InvalidValueException e) {
      throw CommandFailedException.usage(e.getMessage(), "for example psk:50,rpk:30,x509:20");
    } catch (CredentialException e) {
      throw CommandFailedException.usage(e.getMessage(), e.hint());
    }
  }

  private DeviceCredential make(String id, CredentialKind kind, String slug)
      throws CommandFailedException {
    try {
      DeviceOrder order =
          kind == CredentialKind.X509 ? DeviceOrder.certified(id, slug) : DeviceOrder.of(id, kind);
      DeviceCredential.make(certs, order, Instant.now(), random);
      return DeviceCredential.read(directory(id));
    } catch (CredentialException e) {
      throw CommandFailedException.failed(e.getMessage(), e.hint());
    }
  }

  private Path directory(String id) {
    return certs.resolve("devices").resolve(id);
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
