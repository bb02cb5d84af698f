package io.firmament.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.firmament.protocol.value.DeviceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands about devices and their groups. */
class FleetCommandsTest {
  private static final String ID = CommandRig.ID;
  private static final String OTHER = CommandRig.OTHER;

  @TempDir private Path folder;
  private CommandRig rig;

  @BeforeEach
  void start() throws IOException {
    rig = new CommandRig(folder).withDevices();
  }

  @AfterEach
  void stop() throws IOException {
    rig.close();
  }

  @Test
  void group_is_made_changed_listed_and_ended() throws Exception {
    JsonNode made =
        rig.json("group", "create", "beta", "--product", "1", "--description", "first ones");
    assertThat(made.path("name").asText()).isEqualTo("beta");

    rig.run("group", "edit", "beta", "--product", "1", "--name", "early", "--color", "#00ff00");
    rig.run("group", "add", "early", ID, OTHER, "--product", "1");

    assertThat(rig.run("group", "list", "--product", "1")).contains("early").contains("first ones");
    JsonNode listed = rig.json("group", "list", "--product", "1").get(0);
    assertThat(listed.path("device_count").asInt()).isEqualTo(2);
    rig.run("group", "remove", "early", OTHER, "--product", "1");
    assertThat(groupsOf(ID)).hasToString("[\"early\"]");
    assertThat(groupsOf(OTHER)).isEmpty();
    assertThat(
            rig.json("device", "list", "--product", "1", "--group", "early").findValuesAsText("id"))
        .containsExactly(ID);
    assertThat(
            rig.json("device", "list", "--product", "1", "--name", "4568").findValuesAsText("id"))
        .containsExactly(OTHER);
    rig.run("group", "delete", "early", "--product", "1");
    assertThat(rig.json("group", "list", "--product", "1")).isEmpty();
  }

  @Test
  void group_of_a_device_that_is_not_there_changes_nobody() throws Exception {
    rig.run("group", "create", "beta", "--product", "1");

    assertThat(rig.exitCode("group", "add", "beta", ID, "nobody", "--product", "1")).isEqualTo(1);

    rig.assertComplaint("'nobody'", "firmament: hint: ");
    assertThat(groupsOf(ID)).isEmpty();
  }

  @Test
  void device_is_in_exactly_these_groups_or_in_some_more_or_less() throws Exception {
    assertThat(rig.run("device", "group", ID, "--set", "beta,north")).contains("beta, north");
    assertThat(rig.json("device", "group", ID, "--remove", "beta").path("groups"))
        .hasToString("[\"north\"]");
    rig.run("device", "group", ID, "--add", "beta", "--remove", "north");
    assertThat(groupsOf(ID)).hasToString("[\"beta\"]");
    assertThat(rig.run("device", "group", ID, "--set", "")).contains("is in no group");
    assertThat(rig.exitCode("device", "group", ID)).isEqualTo(2);
    assertThat(rig.exitCode("device", "group", ID, "--set", "a", "--add", "b")).isEqualTo(2);
  }

  @Test
  void device_is_renamed_noted_claimed_and_made_one_for_development() throws Exception {
    rig.run("device", "rename", ID, "balcony");
    rig.run("device", "notes", "balcony", "behind the pots");
    rig.run("device", "claim", "balcony");
    rig.run("device", "development", "balcony");

    JsonNode shown = rig.json("device", "show", "balcony");
    assertThat(shown.path("id").asText()).isEqualTo(ID);
    assertThat(shown.path("notes").asText()).isEqualTo("behind the pots");
    assertThat(shown.path("owner").isTextual()).isTrue();
    assertThat(shown.path("development").asBoolean()).isTrue();
    assertThat(shown.path("state").asText()).isEqualTo("DEVELOPMENT_DEVICE");
    rig.run("device", "unclaim", "balcony");
    rig.run("device", "development", "balcony", "--off");
    shown = rig.json("device", "show", "balcony");
    assertThat(shown.path("owner").isNull()).isTrue();
    assertThat(shown.path("development").asBoolean()).isFalse();
    rig.run("device", "rename", "balcony", "");
    assertThat(rig.json("device", "show", ID).path("name").asText()).isEqualTo(ID);
  }

  /** TGT15. */
  @Test
  void explain_names_the_target_and_every_rule_that_was_passed_over() throws Exception {
    rig.upload(1);
    rig.run("device", "lock", ID, "1");

    String explained = rig.run("explain", ID);

    assertThat(explained).contains("target      1 (lock, by administrator)").contains("why not");
    assertThat(explained).contains("RULE OR GATE").contains("group").contains("default");
    assertThat(rig.run("device", "explain", ID)).isEqualTo(explained);
    assertThat(rig.json("explain", ID).at("/target/rule").asText()).isEqualTo("lock");
  }

  @Test
  void import_says_which_ids_it_did_not_take_and_fails() throws Exception {
    Path ids = Files.writeString(folder.resolve("more"), ID + "\n0123456789abcdef01234569\nx\n");

    assertThat(rig.exitCode("device", "import", ids.toString(), "--product", "1")).isEqualTo(1);

    assertThat(rig.host().said()).contains("1 device added, 1 there before");
    assertThat(rig.host().complained()).contains("x is not an id");
    assertThat(rig.exitCode("device", "import", "/nothing", "--product", "1")).isEqualTo(2);
  }

  @Test
  void import_takes_more_ids_than_one_request() throws Exception {
    StringBuilder ids = new StringBuilder();
    for (int i = 0; i < 501; i++) {
      ids.append(String.format("%024x%n", i));
    }
    Path file = Files.writeString(folder.resolve("many"), ids);

    JsonNode sum = rig.json("device", "import", file.toString(), "--product", "1");

    assertThat(sum.path("updated").asInt()).isEqualTo(501);
    assertThat(rig.json("device", "list", "--product", "1")).hasSize(503);
  }

  @Test
  void ping_fails_where_nobody_answers() {
    assertThat(rig.exitCode("ping", ID)).isEqualTo(1);

    assertThat(rig.host().said()).contains("does not answer");
  }

  @Test
  void device_is_removed_by_whoever_types_its_id() throws Exception {
    assertThat(rig.exitCode("device", "remove", OTHER)).isEqualTo(2);
    rig.assertComplaint("nobody to ask", "--yes");
    TestHost doubtful = rig.person("yes");
    assertThat(CommandTree.run(doubtful, "device", "remove", OTHER)).isEqualTo(1);
    CommandRig.assertComplaint(doubtful, "nothing was done", OTHER);
    CommandRig.run(rig.person(OTHER), "device", "remove", OTHER);
    rig.run("device", "remove", ID, "--yes");

    assertThat(rig.json("device", "list", "--product", "1")).isEmpty();
  }

  /** TGT13: to groups, beside the default or alone. */
  @Test
  void release_is_for_the_product_or_for_groups() throws Exception {
    rig.upload(1);
    rig.upload(2);
    rig.run("device", "group", ID, "--set", "beta");

    JsonNode toGroup =
        rig.json(
            "release", "2", "--product", "1", "--group", "beta", "--yes", "--untested", "trust me");
    assertThat(toGroup.path("groups")).hasToString("[\"beta\"]");
    assertThat(toGroup.path("product_default").asBoolean()).isFalse();
    rig.run("release", "1", "--product", "1", "--yes", "--untested", "trust me");
    assertThat(rig.json("explain", ID).at("/target/version").asInt()).isEqualTo(2);
    assertThat(rig.json("explain", OTHER).at("/target/version").asInt()).isEqualTo(1);
    assertThat(rig.exitCode("release", "2", "--product", "1", "--group", "gamma", "--yes"))
        .isEqualTo(1);
    rig.assertComplaint("gamma", "firmament: hint: ");
  }

  /** REL7: what restarts devices in use is said twice. */
  @Test
  void intelligent_release_needs_to_be_understood() throws Exception {
    rig.upload(1);

    assertThat(rig.exitCode("release", "1", "--product", "1", "--intelligent", "--yes"))
        .isEqualTo(2);

    rig.assertComplaint("at once", "--understand-disruption");
    assertThat(rig.json("firmware", "list", "--product", "1").get(0).path("released").asBoolean())
        .isFalse();
  }

  @Test
  void published_event_is_told_and_the_command_ends_after_as_many_as_it_was_asked_for()
      throws Exception {
    rig.run("publish", "hello", "world", "--product", "1");
    rig.api().happen("other", "", java.util.Optional.of(new DeviceId(ID)));
    rig.run("publish", "hello", "again");

    String told = rig.run("events", "hello", "--after", "0", "--max", "2");

    assertThat(told.lines()).hasSize(2);
    assertThat(told).contains("hello  world").contains("hello  again");
    assertThat(rig.run("events", "hello", "--product", "1", "--after", "0", "--max", "1"))
        .contains("world");
    JsonNode ofDevice = rig.json("events", "--device", ID, "other", "--after", "0", "--max", "1");
    assertThat(ofDevice.path("coreid").asText()).isEqualTo(ID);
    assertThat(rig.exitCode("publish", "spark/forged")).isEqualTo(1);
    rig.assertComplaint("spark/", "firmament: hint: ");
  }

  private JsonNode groupsOf(String device) throws IOException {
    return rig.json("device", "show", device).path("groups");
  }
}
