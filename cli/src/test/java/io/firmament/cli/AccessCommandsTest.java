package io.firmament.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands about users, tokens and logins (feature API3). */
class AccessCommandsTest {
  private static final String PASSWORD = "correct horse battery";

  @TempDir private Path folder;
  private CommandRig rig;
  private Path password;

  @BeforeEach
  void start() throws IOException {
    rig = new CommandRig(folder).withDevices();
    password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
  }

  @AfterEach
  void stop() throws IOException {
    rig.close();
  }

  @Test
  void token_is_shown_once_does_what_its_role_allows_and_ends() throws Exception {
    JsonNode made = rig.json("token", "create", "build", "--role", "viewer", "--product", "1");
    String secret = made.path("access_token").asText();

    assertThat(rig.run("device", "list", "--product", "1", "--token", secret)).contains("NAME");
    assertThat(rig.exitCode("device", "rename", CommandRig.ID, "x", "--token", secret))
        .isEqualTo(1);
    rig.assertComplaint("may only read", "may write");
    String listed = rig.run("token", "list");
    assertThat(listed).contains("build").contains("viewer").doesNotContain(secret);
    rig.run("token", "revoke", made.path("id").asText());
    assertThat(rig.exitCode("product", "list", "--token", secret)).isEqualTo(1);
    rig.assertComplaint("token", "firmament: hint: ");
  }

  @Test
  void token_goes_into_a_file_that_nobody_else_reads_and_is_not_shown_then() throws Exception {
    Path file = folder.resolve("token");

    String said = rig.run("token", "create", "b", "--role", "member", "--out", file.toString());

    String secret = Files.readString(file).strip();
    assertThat(said).doesNotContain(secret);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    rig.run("product", "list", "--token", secret);
  }

  @Test
  void life_of_a_token_is_days_hours_minutes_or_for_good() throws Exception {
    assertThat(lifeOf("never").isNull()).isTrue();
    assertThat(lifeOf("2d").asText()).startsWith("2026-03-03T00:00");
    assertThat(lifeOf("3h").asText()).startsWith("2026-03-01T03:00");
    assertThat(lifeOf("4m").asText()).startsWith("2026-03-01T00:04");
    for (String wrong : new String[] {"0d", "-1d", "1w", "d", "1", "9999999m"}) {
      assertThat(rig.exitCode("token", "create", "t", "--role", "viewer", "--expires-in=" + wrong))
          .as(wrong)
          .isEqualTo(2);
      rig.assertComplaint(wrong, "90d");
    }
  }

  private JsonNode lifeOf(String time) throws IOException {
    return rig.json("token", "create", time, "--role", "viewer", "--expires-in", time)
        .path("expires_at");
  }

  @Test
  void user_is_added_logs_in_works_and_logs_out() throws Exception {
    rig.run("user", "add", "ada", "--role", "member", "--password-file", password.toString());
    TestHost ada = rig.stranger();
    assertThat(CommandTree.run(ada, "product", "list")).isEqualTo(2);
    CommandRig.assertComplaint(ada, "no token was given", "firmament login");

    CommandRig.run(ada, "login", "ada", "--password-file", password.toString());

    assertThat(CommandRig.run(ada, "whoami")).contains("ada").contains("member");
    assertThat(CommandRig.run(ada, "product", "list")).contains("sensor-node");
    Path file = folder.resolve("home/.config/firmament/logins.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(file).content().doesNotContain(PASSWORD);
    String before = Files.readString(file);
    CommandRig.run(ada, "logout");
    assertThat(CommandTree.run(ada, "product", "list")).isEqualTo(2);
    ada.complained();
    Files.writeString(file, before);
    assertThat(CommandTree.run(ada, "product", "list")).as("ended at the server").isEqualTo(1);
    ada.complained();
    CommandRig.run(ada, "logout");
    assertThat(CommandTree.run(ada, "logout")).isEqualTo(1);
    CommandRig.assertComplaint(ada, "not logged in", "token revoke");
  }

  private TestHost loggedIn(String life) {
    rig.run("user", "add", "ada", "--role", "member", "--password-file", password.toString());
    TestHost ada = rig.stranger();
    CommandRig.run(
        ada, "login", "ada", "--password-file", password.toString(), "--expires-in", life);
    return ada;
  }

  private JsonNode saved() throws IOException {
    Path file = folder.resolve("home/.config/firmament/logins.json");
    return ApiClient.JSON.readTree(file.toFile()).path(rig.api().uri().toString());
  }

  @Test
  void login_goes_on_behind_its_token_and_counts_as_long_each_time() throws Exception {
    TestHost ada = loggedIn("2h");
    JsonNode first = saved();
    for (int i = 0; i < 3; i++) {
      rig.api().pass(Duration.ofHours(3));
      assertThat(CommandRig.run(ada, "whoami")).contains("ada");
    }

    assertThat(saved().path("token")).isNotEqualTo(first.path("token"));
    assertThat(saved().path("refresh_token")).isNotEqualTo(first.path("refresh_token"));
    assertThat(saved().path("expires_in").asLong()).isEqualTo(7_200);
    rig.upload(1);
    rig.api().pass(Duration.ofHours(3));
    Path image = Files.writeString(folder.resolve("second"), "image of version 2");
    CommandRig.run(ada, "firmware", "upload", image.toString(), "--product", "1", "--version", "2");
  }

  @Test
  void login_that_nobody_used_for_twice_its_life_has_ended() throws Exception {
    TestHost ada = loggedIn("2h");
    rig.api().pass(Duration.ofHours(5));

    assertThat(CommandTree.run(ada, "whoami")).isEqualTo(1);

    CommandRig.assertComplaint(ada, "login", "log in again: 'firmament login ada'");
  }

  @Test
  void logout_ends_what_a_login_is_renewed_with_even_behind_its_token() throws Exception {
    TestHost ada = loggedIn("2h");
    Path file = folder.resolve("home/.config/firmament/logins.json");
    String before = Files.readString(file);
    rig.api().pass(Duration.ofHours(3));

    CommandRig.run(ada, "logout");

    Files.writeString(file, before);
    assertThat(CommandTree.run(ada, "whoami")).isEqualTo(1);
    CommandRig.assertComplaint(ada, "login", "log in again: 'firmament login ada'");
  }

  @Test
  void command_whose_token_another_command_has_renewed_takes_that_one() throws Exception {
    TestHost ada = loggedIn("2h");
    SavedLogins logins = SavedLogins.of(ada);
    String old = saved().path("token").asText();
    rig.api().pass(Duration.ofHours(3));
    CommandRig.run(ada, "whoami");

    Optional<String> renewed =
        logins.renew(
            rig.api().uri(),
            old,
            login -> {
              throw new AssertionError("what works only once is not used again");
            });

    assertThat(renewed).hasValue(saved().path("token").asText());
  }

  @Test
  void person_types_a_password_that_is_never_an_argument() {
    CommandRig.run(rig.person(PASSWORD), "user", "add", "bob", "--role", "viewer");
    TestHost bob = rig.stranger().answering(PASSWORD);

    assertThat(CommandRig.run(bob, "login", "bob")).contains("bob is logged in");
    assertThat(rig.exitCode("user", "add", "eve", "--role", "viewer")).isEqualTo(2);
    rig.assertComplaint("nobody to ask", "--password-file");
  }

  @Test
  void given_token_beats_a_login() throws Exception {
    rig.run("user", "add", "ada", "--role", "viewer", "--password-file", password.toString());
    TestHost ada = rig.stranger();
    CommandRig.run(ada, "login", "ada", "--password-file", password.toString());

    assertThat(CommandRig.run(ada, "whoami", "--token", rig.api().token()))
        .contains("administrator");
  }

  @Test
  void wrong_password_is_told_and_nothing_is_kept() throws Exception {
    rig.run("user", "add", "ada", "--role", "member", "--password-file", password.toString());
    TestHost ada = rig.stranger();
    Files.writeString(password, "another one that is long");

    assertThat(CommandTree.run(ada, "login", "ada", "--password-file", password.toString()))
        .isEqualTo(1);

    CommandRig.assertComplaint(ada, "do not belong together", "check both");
    assertThat(folder.resolve("home")).doesNotExist();
  }

  @Test
  void password_is_never_sent_to_another_machine_unencrypted() {
    assertThat(
            rig.exitCode(
                "login",
                "ada",
                "--password-file",
                password.toString(),
                "--url",
                "http://192.0.2.1:8080"))
        .isEqualTo(1);
    rig.assertComplaint("unencrypted", "https");
  }

  @Test
  void user_gets_another_role_and_another_password_and_goes() throws Exception {
    rig.run("user", "add", "ada", "--role", "viewer", "--password-file", password.toString());

    rig.run("user", "role", "ada", "--role", "member", "--product", "sensor-node");
    Files.writeString(password, "another one that is long");
    rig.run("user", "password", "ada", "--password-file", password.toString());

    TestHost ada = rig.stranger();
    CommandRig.run(ada, "login", "ada", "--password-file", password.toString());
    assertThat(CommandRig.run(ada, "whoami")).contains("member, products 1");
    assertThat(rig.run("user", "list")).contains("ada").contains("member");
    rig.run("user", "remove", "ada");
    assertThat(CommandTree.run(ada, "product", "list")).isEqualTo(1);
    assertThat(rig.json("user", "list")).isEmpty();
    assertThat(rig.exitCode("user", "add", "x", "--role", "king", "--password-file", "/nothing"))
        .isEqualTo(2);
  }
}
