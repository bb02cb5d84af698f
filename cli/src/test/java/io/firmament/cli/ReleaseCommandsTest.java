package io.firmament.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.firmament.protocol.value.DeviceId;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands about releases: foreseen, made, waited for, paused, taken back (REL1 to REL11). */
class ReleaseCommandsTest {
  private static final String ID = CommandRig.ID;
  private static final String OTHER = CommandRig.OTHER;

  @TempDir private Path folder;
  private CommandRig rig;

  @BeforeEach
  void start() throws IOException {
    rig = new CommandRig(folder).withDevices();
    rig.upload(1);
    rig.upload(2);
  }

  @AfterEach
  void stop() throws IOException {
    rig.close();
  }

  /** REL7. */
  @Test
  void dry_run_says_what_would_happen_to_each_device_and_does_nothing() throws Exception {
    rig.api().arrive(new DeviceId(ID), false);

    String said = rig.run("release", "2", "--product", "1", "--untested", "why not", "--dry-run");

    assertThat(said).contains("updated     1 device").contains("skipped     1 NEVER_SEEN");
    assertThat(said).containsPattern(ID + " .* 1 +2 +18 +nothing");
    assertThat(said).containsPattern(OTHER + ".*skipped: NEVER_SEEN");
    JsonNode json =
        rig.json("release", "2", "--product", "1", "--untested", "why not", "--dry-run");
    assertThat(json.path("devices")).hasSize(2);
    assertThat(rig.json("history", "--product", "1")).isEmpty();
  }

  @Test
  void dry_run_of_many_devices_is_read_to_its_end() throws Exception {
    StringBuilder ids = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      ids.append(String.format("%024x%n", i));
    }
    Path file = java.nio.file.Files.writeString(folder.resolve("many"), ids);
    rig.run("device", "import", file.toString(), "--product", "1");

    JsonNode json = rig.json("release", "2", "--product", "1", "--untested", "x", "--dry-run");

    assertThat(json.path("devices").findValuesAsText("id")).hasSize(502).doesNotHaveDuplicates();
  }

  /** A person who has seen that one device is updated has not agreed to two. */
  @Test
  void release_does_no_more_than_what_the_dry_run_showed() throws Exception {
    rig.api().arrive(new DeviceId(ID), false);
    String seen =
        rig.json("release", "2", "--product", "1", "--untested", "x", "--dry-run")
            .path("confirmation")
            .asText();
    rig.api().arrive(new DeviceId(OTHER), false);

    assertThat(
            rig.exitCode("release", "2", "--product", "1", "--untested", "x", "--confirmed", seen))
        .isEqualTo(1);

    rig.assertComplaint("would update 2 devices now", "dry run again");
    assertThat(rig.json("history", "--product", "1")).isEmpty();
  }

  @Test
  void person_sees_what_a_release_would_do_and_types_the_version() throws Exception {
    TestHost sure = rig.person("2");

    CommandRig.run(sure, "release", "2", "--product", "1", "--untested", "x");

    assertThat(sure.complained()).contains("updated     0 devices").contains("2 NEVER_SEEN");
    assertThat(rig.json("history", "--product", "1")).hasSize(1);
  }

  /** REL9. */
  @Test
  void rollback_goes_to_the_release_before_and_withdrawn_versions_are_released_no_more()
      throws Exception {
    release(1);
    release(2);
    assertThat(rig.exitCode("rollback", "--product", "1")).isEqualTo(2);
    rig.assertComplaint("must be confirmed", "--yes");
    assertThat(rig.run("rollback", "--product", "1", "--dry-run")).contains("updated");
    TestHost doubtful = rig.person("no");
    assertThat(CommandTree.run(doubtful, "rollback", "--product", "1")).isEqualTo(1);
    assertThat(targetOf(ID)).isEqualTo(2);

    assertThat(CommandRig.run(rig.person("back"), "rollback", "--product", "1"))
        .contains("version 1 is released again");

    assertThat(targetOf(ID)).isEqualTo(1);
    rig.run("withdraw", "1", "--product", "1", "--yes", "--reason", "it burns");
    assertThat(rig.json("firmware", "list", "--product", "1").get(0).path("withdrawn").asBoolean())
        .isTrue();
    assertThat(rig.exitCode("release", "1", "--product", "1", "--yes")).isEqualTo(1);
    rig.assertComplaint("was withdrawn", "another version");
    assertThat(rig.exitCode("withdraw", "9", "--product", "1", "--yes")).isEqualTo(1);
    rig.assertComplaint("9", "firmware list");
  }

  /** REL8, REL11. */
  @Test
  void history_says_who_released_what_to_whom() throws Exception {
    rig.run("group", "create", "beta", "--product", "1");
    release(1);
    rig.run(
        "release",
        "2",
        "--product",
        "1",
        "--group",
        "beta",
        "--untested",
        "x",
        "--intelligent",
        "--understand-disruption",
        "--yes");

    assertThat(rig.run("firmware", "list", "--product", "1"))
        .containsPattern("2 .* beta, at once")
        .containsPattern("1 .* all *\\n");

    String table = rig.run("history", "--product", "1");

    assertThat(table).containsPattern("2 +2 +beta +at once .* administrator");
    assertThat(table).containsPattern("1 +1 +all +next session");
    assertThat(rig.json("history", ID)).isEmpty();
    assertThat(rig.run("history", ID)).contains("OFFERED").contains("RULE");
    assertThat(rig.exitCode("history")).isEqualTo(2);
    assertThat(rig.exitCode("history", ID, "--product", "1")).isEqualTo(2);
  }

  /** REL11: who caused it, by which rule. */
  @Test
  void history_of_a_device_says_who_caused_each_update() throws Exception {
    rig.api().arrive(new DeviceId(ID), true);

    rig.run("device", "lock", ID, "2", "--flash-now");

    JsonNode update = rig.json("history", ID).get(0);
    assertThat(update.path("to").asInt()).isEqualTo(2);
    assertThat(update.path("rule").asText()).isEqualTo("lock");
    assertThat(rig.run("history", ID)).containsPattern(" 1 +2 +\\S+ .* lock .* administrator");
  }

  /** CLI2: which code says what. */
  @Test
  void wait_ends_with_what_became_of_the_release() throws Exception {
    assertThat(rig.exitCode("wait", "2", "--product", "1")).isEqualTo(1);
    rig.assertComplaint("no device's target", "firmament release 2");
    release(2);
    assertThat(rig.exitCode("wait", "2", "--product", "1", "--timeout", "0")).isEqualTo(4);
    rig.assertComplaint("after 0 s: 0 of 2 devices updated", "device list");
    rig.run("halt", "1", "--product", "1", "--reason", "smoke");
    assertThat(rig.exitCode("wait", "2", "--product", "1")).isEqualTo(3);
    rig.assertComplaint("halted, smoke", "device list");
    rig.run("resume", "1", "--product", "1");
    assertThat(rig.exitCode("wait", "2", "--product", "1", "--timeout", "0")).isEqualTo(4);
    assertThat(rig.exitCode("wait", "2", "--product", "1", "--percent", "0")).isEqualTo(2);
  }

  @Test
  void product_is_shown_in_numbers_and_limited() throws Exception {
    release(2);

    String shown = rig.run("product", "show", "sensor-node");

    assertThat(shown).contains("devices     2, online 0").containsPattern("2 +0 +2 +0 +0");
    JsonNode json = rig.json("product", "show", "sensor-node");
    assertThat(json.at("/summary/versions/2/pending").asInt()).isEqualTo(2);
    rig.run("product", "limits", "1", "--at-once", "5");
    assertThat(rig.run("product", "limits", "1", "--per-minute", "60"))
        .contains("5 at once, 60 begun");
    assertThat(rig.exitCode("product", "limits", "1")).isEqualTo(2);
  }

  /** PRD5, PRD6. */
  @Test
  void version_is_described_and_deleted_until_it_is_released() throws Exception {
    rig.run("firmware", "edit", "1", "--product", "1", "--title", "Spring");
    assertThat(rig.run("firmware", "list", "--product", "1")).contains("Spring");
    rig.run("firmware", "delete", "2", "--product", "1", "--yes");
    release(1);

    assertThat(rig.exitCode("firmware", "delete", "1", "--product", "1", "--yes")).isEqualTo(1);

    rig.assertComplaint("1", "firmament: hint: ");
    assertThat(rig.json("firmware", "list", "--product", "1")).hasSize(1);
  }

  private void release(int version) {
    String number = Integer.toString(version);
    rig.run("release", number, "--product", "1", "--yes", "--untested", "the first");
  }

  private int targetOf(String device) throws IOException {
    return rig.json("explain", device).at("/target/version").asInt();
  }
}
