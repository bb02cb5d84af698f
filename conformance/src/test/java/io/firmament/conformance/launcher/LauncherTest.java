package io.firmament.conformance.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher builds when it must, only then, and becomes the program. The house, Maven and Java
 * are stand-ins; the launcher is the one that is shipped.
 */
final class LauncherTest {
  private static final List<String> MODULES =
      List.of("protocol", "certs", "device-client", "server", "cli");
  private static final String MAVEN =
      """
      #!/usr/bin/env bash
      echo "$*" >>"$HOUSE/builds"
      echo "chatter of the build"
      [[ ! -e $HOUSE/broken ]] || exit 1
      echo whole >"$HOUSE/cli/target/firmament.jar"
      """;
  private static final String JAVA =
      """
      #!/usr/bin/env bash
      printf '%s|' $$ "$(cat "$HOUSE/cli/target/firmament.jar")" "${@: -2}"
      """;

  @TempDir Path temporary;
  private Path house;
  private Path jdk;
  private Path maven;

  @BeforeEach
  void build_a_small_house() throws IOException {
    house = Files.createDirectory(temporary.resolve("house"));
    jdk = temporary.resolve("jdk");
    maven = temporary.resolve("maven");
    Files.copy(Path.of("..", "firmament"), house.resolve("firmament"));
    Files.createDirectory(house.resolve(".mvn"));
    write(house.resolve("pom.xml"), "parent");
    for (String module : MODULES) {
      write(house.resolve(module + "/pom.xml"), module);
      write(house.resolve(module + "/src/main/java/Source.java"), module);
    }
    script(maven.resolve("mvn"), MAVEN);
    script(jdk.resolve("bin/java"), JAVA);
    script(jdk.resolve("bin/javac"), "");
    write(jdk.resolve("release"), "IMPLEMENTOR=\"test\"\nJAVA_VERSION=\"17.0.15\"\n");
  }

  @Test
  void the_first_start_builds_and_passes_the_arguments_on() throws Exception {
    Run run = start("device", "a b");

    assertThat(run.exitCode).isZero();
    assertThat(run.output).endsWith("|whole|device|a b|");
    assertThat(run.errors).contains("building cli/target/firmament.jar");
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void the_program_takes_the_launchers_place_so_that_a_signal_hits_it() throws Exception {
    Run run = start();

    assertThat(run.output).startsWith(run.pid + "|");
  }

  @Test
  void the_output_is_the_programs_alone() throws Exception {
    Run run = start();

    assertThat(run.output).doesNotContain("chatter");
    assertThat(run.errors).contains("chatter of the build");
  }

  @Test
  void nothing_changed_means_nothing_built() throws Exception {
    start();
    Run second = start();

    assertThat(builds()).isEqualTo(1);
    assertThat(second.errors).isEmpty();
  }

  @Test
  void anything_that_goes_into_the_program_builds_it_again_when_it_changes() throws Exception {
    List<String> inputs = new ArrayList<>(List.of("pom.xml"));
    for (String module : MODULES) {
      inputs.add(module + "/pom.xml");
      inputs.add(module + "/src/main/java/Source.java");
    }
    start();
    int expected = 1;
    for (String input : inputs) {
      touchLater(house.resolve(input));
      start();

      assertThat(builds()).as(input).isEqualTo(++expected);
      settle();
    }
  }

  @Test
  void a_removed_source_builds_it_again() throws Exception {
    start();
    settle();
    Files.delete(house.resolve("server/src/main/java/Source.java"));
    touchLater(house.resolve("server/src/main/java"));
    start();

    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void a_failed_build_starts_nothing_and_is_tried_again() throws Exception {
    write(house.resolve("broken"), "");
    Run failed = start();
    Files.delete(house.resolve("broken"));
    Run repaired = start();

    assertThat(failed.exitCode).isEqualTo(1);
    assertThat(failed.output).isEmpty();
    assertThat(failed.errors).contains("firmament: error: the build failed", "firmament: hint: ");
    assertThat(repaired.output).contains("|whole|");
  }

  @Test
  void two_first_starts_at_once_build_once_and_both_run() throws Exception {
    List<Process> both = List.of(launch(), launch());
    for (Process process : both) {
      assertThat(finish(process).output).contains("|whole|");
    }

    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void it_can_be_started_from_anywhere_and_through_a_link() throws Exception {
    Path link = temporary.resolve("link");
    Files.createSymbolicLink(link, house.resolve("firmament"));

    assertThat(finish(process(link).directory(temporary.toFile()).start()).output)
        .contains("|whole|");
  }

  @Test
  void an_old_java_is_refused_before_anything_is_built() throws Exception {
    write(jdk.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
    Run run = start();

    assertThat(run.exitCode).isEqualTo(1);
    assertThat(run.errors).contains("is Java 11.0.2, but 17 or newer is needed", "hint: ");
    assertThat(builds()).isZero();
  }

  @Test
  void without_a_compiler_the_hint_names_the_package() throws Exception {
    Files.delete(jdk.resolve("bin/javac"));

    assertThat(start().errors).contains("building needs a JDK", "apt-get install openjdk-17-jdk");
  }

  @Test
  void a_java_home_without_java_is_named() throws Exception {
    Files.delete(jdk.resolve("bin/java"));

    assertThat(start().errors).contains("JAVA_HOME is " + jdk, "firmament: hint: ");
  }

  private record Run(long pid, int exitCode, String output, String errors) {}

  private Run start(String... arguments) throws Exception {
    return finish(launch(arguments));
  }

  private Process launch(String... arguments) throws IOException {
    return process(house.resolve("firmament"), arguments).start();
  }

  private ProcessBuilder process(Path launcher, String... arguments) {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("HOUSE", house.toString());
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.environment().merge("PATH", maven.toString(), (path, first) -> first + ":" + path);
    return builder;
  }

  private static Run finish(Process process) throws Exception {
    String output = new String(process.getInputStream().readAllBytes());
    String errors = new String(process.getErrorStream().readAllBytes());
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return new Run(process.pid(), process.exitValue(), output, errors);
  }

  private long builds() throws IOException {
    Path log = house.resolve("builds");
    return Files.exists(log) ? Files.readAllLines(log).size() : 0;
  }

  /** File times are coarse: a change counts as one a second after the build. */
  private static void touchLater(Path path) throws IOException {
    Files.setLastModifiedTime(path, FileTime.from(Instant.now().plusSeconds(1)));
  }

  /** Lets everything be older than the last build. */
  private void settle() throws IOException {
    Files.setLastModifiedTime(
        house.resolve("cli/target/firmament.jar.built"),
        FileTime.from(Instant.now().plusSeconds(1)));
  }

  private static void write(Path path, String content) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  private static void script(Path path, String content) throws IOException {
    write(path, content);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
  }
}
