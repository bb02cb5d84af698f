package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.firmament.cli.process.CommandProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An update for each kind of credential, by the commands that an operator types. */
class CredentialsIT {
  private static final int IMAGE_BYTES = 60_000;
  private static final String RAW = "0123456789abcdef00000002";
  private static final String CERTIFIED = "0123456789abcdef00000003";
  private static final String NEWCOMER = "0123456789abcdef00000004";

  @TempDir Path folder;
  private Cloud cloud;
  private String product;

  @BeforeEach
  void a_version_is_there() throws Exception {
    cloud = Cloud.start(folder);
    product = cloud.operator().product("Keys");
    Path second = folder.resolve("second");
    Files.write(second, Images.of(2, IMAGE_BYTES));
    cloud.operator().upload(product, second, 2);
  }

  @AfterEach
  void end() {
    cloud.close();
  }

  /** The server takes the fastest curves that work here, the devices others: they are the same. */
  @Test
  void devices_with_a_raw_key_and_with_a_certificate_are_updated() throws Exception {
    for (String[] device :
        new String[][] {{RAW, "rpk", "jdk"}, {CERTIFIED, "x509", "bouncy-castle"}}) {
      FieldDevice field = FieldDevice.add(cloud, product, device[0], image(), device[1]);
      flash(field);
      JsonNode summary = updated(field, "--crypto", device[2]);
      assertThat(summary.get("handshakes").asInt()).isEqualTo(1);
      assertThat(summary.get("resumes").asInt()).as("the reboot's").isEqualTo(1);
    }
    assertThat(cloud.errors()).contains("curves ", "built in").doesNotContain("Exception");
  }

  /** PRD11. */
  @Test
  void certified_device_that_nobody_added_waits_until_it_is_approved() throws Exception {
    String certs = cloud.certs().toString();
    cloud.runAsOperator("product", "ca", product, "--certs", certs);
    Cloud.run(
        List.of("certs", "device", certs, NEWCOMER, "--kind", "x509", "--product", product),
        folder);
    FieldDevice field = FieldDevice.of(cloud, NEWCOMER, image());
    try (CommandProcess waiting = field.start()) {
      cloud
          .operator()
          .awaitJson(
              "/v1/products/" + product + "/devices",
              list -> list.at("/devices/0/quarantined").asBoolean());
      assertThat(waiting.isAlive()).isTrue();
    }

    cloud.runAsOperator("device", "approve", NEWCOMER);
    flash(field);

    updated(field);
  }

  private void flash(FieldDevice device) throws Exception {
    cloud
        .operator()
        .put("/v1/devices/" + device.id(), Map.of("desired_firmware_version", 2, "flash", true));
  }

  private static JsonNode updated(FieldDevice device, String... more) throws Exception {
    List<String> options = new ArrayList<>(List.of("--until-version", "2"));
    options.addAll(List.of(more));
    try (CommandProcess process = device.start(options.toArray(String[]::new))) {
      JsonNode summary = FieldDevice.summary(process);
      assertThat(summary.get("outcome").asText()).as("%s", summary).isEqualTo("updated");
      return summary;
    }
  }

  private static byte[] image() {
    return Images.of(1, IMAGE_BYTES);
  }
}
