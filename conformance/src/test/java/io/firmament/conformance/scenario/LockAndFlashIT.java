package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.firmament.cli.process.CommandProcess;
import io.firmament.protocol.value.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the event stream tells of a device that is locked to a version and flashed at once. */
class LockAndFlashIT {
  private static final int IMAGE_BYTES = 20_000;
  private static final String ID = "0123456789abcdef00000001";

  @TempDir Path folder;

  @Test
  void events_are_those_of_the_documentation_in_their_order() throws Exception {
    try (Cloud cloud = Cloud.start(folder)) {
      String product = cloud.operator().product("Watched");
      byte[] second = Images.of(2, IMAGE_BYTES);
      FieldDevice device = FieldDevice.add(cloud, product, ID, Images.of(1, IMAGE_BYTES));
      cloud.operator().upload(product, Files.write(folder.resolve("second"), second), 2);
      try (EventTape tape = EventTape.of(cloud.operator(), 0);
          CommandProcess process = device.start("--until-version", "2")) {
        await().atMost(Cloud.PATIENCE).until(() -> told(tape).contains("spark/status=online"));
        final int before = told(tape).size();
        cloud
            .operator()
            .put("/v1/devices/" + ID, Map.of("desired_firmware_version", 2, "flash", true));
        FieldDevice.summary(process);
        await()
            .atMost(Cloud.PATIENCE)
            .until(() -> told(tape).contains("spark/device/last_reset=update"));
        cloud
            .operator()
            .awaitJson("/v1/devices/" + ID, d -> d.at("/update/phase").asText().equals("updated"));

        List<String> since = told(tape);
        assertThat(
                since.subList(since.indexOf("spark/status=auto-update"), since.size()).stream()
                    .filter(told -> !told.startsWith("firmament/")))
            .startsWith(
                "spark/status=auto-update",
                "spark/flash/status=started ",
                "spark/flash/status=success ",
                "spark/status=offline",
                "spark/status=online",
                "spark/device/last_reset=update",
                "particle/device/updates/forced=false",
                "spark/device/app-hash=" + Digest.of(second).hex(),
                "particle/device/updates/pending=false",
                "particle/device/updates/enabled=true");
        assertThat(since.subList(0, before)).doesNotContain("spark/status=offline");
        assertThat(tape.disorder()).isFalse();
      }
    }
  }

  private static List<String> told(EventTape tape) {
    return tape.events().values().stream()
        .filter(event -> event.device().equals(ID))
        .map(event -> event.name() + "=" + event.text())
        .toList();
  }
}
