package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keys change three times while a device is away; then it comes, takes the server for its own by
 * the key that the root documents pin, and updates. All by commands.
 */
class RotationIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ID = "0123456789abcdef00000009";

  @TempDir Path folder;
  private Cloud cloud;
  private Path roots;

  @BeforeEach
  void open() throws Exception {
    cloud = Cloud.start(folder);
    roots = folder.resolve("roots");
  }

  @AfterEach
  void end() {
    cloud.close();
  }

  @Test
  void a_device_that_was_away_for_three_rotations_updates() throws Exception {
    run("root", "init", roots.toString(), "--certs", cloud.certs().toString());
    run("root", "publish", roots.toString());
    run("product", "create", "Valve", "--platform", "7");
    run("certs", "device", cloud.certs().toString(), ID, "--kind", "rpk");
    Path credential = cloud.certs().resolve("devices").resolve(ID);
    assertThat(credential.resolve("root.pem")).exists();
    run("device", "add", ID, "--product", "valve", "--credentials", credential.toString());

    rotateThreeTimes();
    run("root", "publish", roots.toString());
    run("product", "signing", "valve", "offline-signed");
    Path second = image(2);
    Path manifest = folder.resolve("2.manifest");
    run(
        "sign",
        second.toString(),
        "--key",
        folder.resolve("vault").resolve("release-1.key").toString(),
        "--product",
        "1",
        "--platform",
        "7",
        "--version",
        "2",
        "--security",
        "1",
        "-o",
        manifest.toString());
    run(
        "firmware",
        "upload",
        second.toString(),
        "--product",
        "valve",
        "--version",
        "2",
        "--manifest",
        manifest.toString());
    run("device", "lock", ID, "2", "--flash-now");
    List<String> said = run(deviceRun(credential));

    assertThat(said)
        .filteredOn(line -> line.contains("root-trusted"))
        .extracting(line -> line.substring(line.lastIndexOf(' ') + 1))
        .as("one by one")
        .containsExactly("2", "3", "4");
    JsonNode device = json("device", "show", ID, "--json");
    assertThat(device.path("root").asInt()).as("%s", device).isEqualTo(4);
    assertThat(device.path("firmware_version").asInt()).isEqualTo(2);
  }

  /** Another root key in place of one; a release key of the product's own; the old one revoked. */
  private void rotateThreeTimes() throws Exception {
    JsonNode first = json("root", "show", roots.toString(), "--json").get(0);
    String rootKey = id(first, "root key");
    String releaseKey = id(first, "release key");
    Path vault = folder.resolve("vault");
    run("certs", "release", vault.toString(), "--product", "1");
    run("certs", "release", vault.toString(), "--product", "2");
    run(
        "root",
        "rotate",
        roots.toString(),
        "--add-root-key",
        vault.resolve("release-2.pub").toString(),
        "--remove",
        rootKey);
    run("root", "rotate", roots.toString(), "--release-key", vault.resolve("release-1.pub") + ":1");
    run("root", "rotate", roots.toString(), "--revoke", releaseKey);
    JsonNode shown = json("root", "show", roots.toString(), "--json");
    assertThat(shown).hasSize(4).allMatch(document -> document.path("valid").asBoolean());
    assertThat(shown.get(3).path("changes").toString()).contains("revoked " + releaseKey);
  }

  private static String id(JsonNode document, String role) {
    for (JsonNode key : document.path("keys")) {
      if (key.asText().startsWith(role)) {
        return key.asText().substring(role.length() + 1).split(" ", 2)[0];
      }
    }
    throw new AssertionError("no " + role + " in " + document);
  }

  private String[] deviceRun(Path credential) throws Exception {
    return new String[] {
      "device",
      "run",
      "--id",
      ID,
      "--credentials",
      credential.toString(),
      "--server",
      "127.0.0.1:" + cloud.coapPort(),
      "--data",
      folder.resolve("device").toString(),
      "--factory",
      image(1).toString(),
      "--factory-version",
      "1",
      "--until-version",
      "2",
      "--timeout",
      "60"
    };
  }

  private Path image(int seed) throws Exception {
    Path file = folder.resolve("image-" + seed + ".bin");
    byte[] octets = new byte[20_000];
    new Random(seed).nextBytes(octets);
    return Files.write(file, octets);
  }

  private List<String> run(String... arguments) throws Exception {
    return Cloud.run(new ArrayList<>(List.of(arguments)), cloud.operatorEnvironment(), folder);
  }

  private JsonNode json(String... arguments) throws Exception {
    List<String> lines = run(arguments);
    return JSON.readTree(lines.get(lines.size() - 1));
  }
}
