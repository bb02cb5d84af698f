package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firmament.certs.DeviceCredential;
import io.firmament.certs.PskProof;
import io.firmament.cli.process.CommandProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** A simulated device of a cloud: its credential, its storage, its processes. */
final class FieldDevice {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Cloud cloud;
  private final String id;
  private final Path factory;
  private final OptionalInt port;

  private FieldDevice(Cloud cloud, String id, Path factory) {
    this(cloud, id, factory, OptionalInt.empty());
  }

  private FieldDevice(Cloud cloud, String id, Path factory, OptionalInt port) {
    this.port = port;
    this.cloud = cloud;
    this.id = id;
    this.factory = factory;
  }

  /** A device that a product knows, with version 1 from the factory. */
  static FieldDevice add(Cloud cloud, String product, String id, byte[] image) throws Exception {
    Cloud.run(
        List.of("certs", "device", cloud.certs().toString(), id, "--kind", "psk"), cloud.folder());
    FieldDevice device = new FieldDevice(cloud, id, cloud.folder().resolve("factory-" + id));
    Files.write(device.factory, image);
    DeviceCredential credential = DeviceCredential.read(device.credentials());
    byte[] key = ((PskProof) credential.proof()).key().getEncoded();
    cloud.operator().device(product, id, Operator.base64(key));
    return device;
  }

  /** The same by commands, with a credential of any kind. */
  static FieldDevice add(Cloud cloud, String product, String id, byte[] image, String kind)
      throws Exception {
    String certs = cloud.certs().toString();
    List<String> make = new ArrayList<>(List.of("certs", "device", certs, id, "--kind", kind));
    if (kind.equals("x509")) {
      cloud.runAsOperator("product", "ca", product, "--certs", certs);
      make.addAll(List.of("--product", product));
    }
    Cloud.run(make, cloud.folder());
    cloud.runAsOperator("device", "add", id, "--product", product, "--credentials", certs);
    return of(cloud, id, image);
  }

  /** The only device of a new product, told to update from version 1 to version 2 at once. */
  static FieldDevice due(Cloud cloud, String product, int imageBytes) throws Exception {
    String number = cloud.operator().product(product);
    FieldDevice device = add(cloud, number, "0123456789abcdef00000001", Images.of(1, imageBytes));
    Path second = cloud.folder().resolve("second");
    Files.write(second, Images.of(2, imageBytes));
    cloud.operator().upload(number, second, 2);
    cloud
        .operator()
        .put("/v1/devices/" + device.id(), Map.of("desired_firmware_version", 2, "flash", true));
    return device;
  }

  /** A device that has its credential, whether the cloud knows it or not. */
  static FieldDevice of(Cloud cloud, String id, byte[] image) throws IOException {
    FieldDevice device = new FieldDevice(cloud, id, cloud.folder().resolve("factory-" + id));
    Files.write(device.factory, image);
    return device;
  }

  /** The same device, which takes this port of this machine for its server's. */
  FieldDevice through(int other) {
    return new FieldDevice(cloud, id, factory, OptionalInt.of(other));
  }

  /** Starts it on platform 1; what it prints is JSON. */
  CommandProcess start(String... more) throws IOException {
    return startOn(1, more);
  }

  /** Starts it on a platform. */
  CommandProcess startOn(int platform, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("device", "run", "--json"));
    arguments.addAll(List.of("--id", id));
    arguments.addAll(List.of("--credentials", credentials().toString()));
    arguments.addAll(List.of("--server", "127.0.0.1:" + port.orElseGet(cloud::coapPort)));
    arguments.addAll(List.of("--data", cloud.folder().resolve("device-" + id).toString()));
    arguments.addAll(List.of("--factory", factory.toString(), "--factory-version", "1"));
    arguments.addAll(List.of("--product", "1", "--platform", Integer.toString(platform)));
    arguments.addAll(List.of(more));
    if (!arguments.contains("--timeout")) {
      arguments.addAll(List.of("--timeout", Long.toString(Cloud.PATIENCE.toSeconds())));
    }
    return CommandProcess.start(
        Cloud.program(), arguments, Map.of(), cloud.folder().resolve("device.err"), line -> {});
  }

  /** Waits until a process ends by itself, and returns its summary. */
  static JsonNode summary(CommandProcess process) throws Exception {
    OptionalInt code = process.awaitExit(Cloud.PATIENCE.multipliedBy(2));
    assertThat(code).as("the device ends: %s", process.lines()).isPresent();
    JsonNode summary = last(process);
    assertThat(summary.has("outcome")).as("a summary: %s", process.lines()).isTrue();
    return summary;
  }

  /** The phase that a process spoke of last; starting before the first. */
  static String phase(CommandProcess process) throws IOException {
    return last(process).path("phase").asText("starting");
  }

  private static JsonNode last(CommandProcess process) throws IOException {
    List<String> lines = process.lines();
    return lines.isEmpty() ? JSON.createObjectNode() : JSON.readTree(lines.get(lines.size() - 1));
  }

  String id() {
    return id;
  }

  Path credentials() {
    return cloud.certs().resolve("devices").resolve(id);
  }
}
