package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.firmament.cli.process.CommandProcess;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real firmware of a real fleet, which {@code conformance/fetch-real-firmware} brings. */
class RealFirmwareIT {
  private static final int BORON = 13;

  @TempDir Path folder;
  private Cloud cloud;

  @BeforeEach
  void open() throws Exception {
    cloud = Cloud.start(folder);
  }

  @AfterEach
  void end() {
    cloud.close();
  }

  @Test
  void a_system_part_travels_as_opaque_octets_under_its_declared_version() throws Exception {
    Path old = firmware("boron-system-part1@2.0.0.bin");
    Path next = firmware("boron-system-part1@2.0.1.bin");
    assertThat(Files.size(old)).isEqualTo(494_364);
    Operator operator = cloud.operator();
    String product = operator.product("Boron", BORON);
    FieldDevice device =
        FieldDevice.add(cloud, product, "0123456789abcdef00000003", Files.readAllBytes(old));
    JsonNode uploaded = operator.upload(product, next, 2001);
    assertThat(uploaded.get("size").asLong()).isEqualTo(Files.size(next));
    operator.put(
        "/v1/devices/" + device.id(), Map.of("desired_firmware_version", 2001, "flash", true));
    try (CommandProcess process = device.startOn(BORON, "--until-version", "2001")) {
      JsonNode summary = FieldDevice.summary(process);
      assertThat(summary.get("outcome").asText()).as("%s", process.lines()).isEqualTo("updated");
      assertThat(summary.get("imageBytes").asLong()).isEqualTo(Files.size(next));
      assertThat(summary.get("coding").asText()).isEqualTo("lzma");
      System.out.println("boron system part 2.0.0 to 2.0.1: " + summary);
    }
  }

  /** PRD2. */
  @Test
  void version_and_platform_are_read_out_of_a_user_module() throws Exception {
    Path tinker = firmware("tinker-0.8.0-rc.27-boron.bin");
    Operator operator = cloud.operator();
    String product = operator.product("Tinker", BORON);
    HttpResponse<String> refused = operator.tryUpload(product, tinker, 4);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("3").contains("4").contains("hint");
    JsonNode uploaded = operator.upload(product, tinker, 3);
    assertThat(uploaded.get("version").asInt()).isEqualTo(3);
    assertThat(uploaded.get("format").asText()).isNotEqualTo("raw");
    String elsewhere = operator.product("Argon", 12);
    assertThat(operator.tryUpload(elsewhere, tinker, 3).statusCode()).isEqualTo(400);
  }

  private static Path firmware(String name) {
    String given = System.getProperty("firmament.real-firmware", "");
    Path file = Path.of(given.isEmpty() ? "nowhere" : given).resolve(name);
    boolean there = Files.exists(file);
    assertThat(there || !Boolean.getBoolean("firmament.real-firmware.required"))
        .as("%s is required: conformance/fetch-real-firmware brings it", file)
        .isTrue();
    assumeTrue(there, () -> file + " is not there: conformance/fetch-real-firmware brings it");
    return file;
  }
}
