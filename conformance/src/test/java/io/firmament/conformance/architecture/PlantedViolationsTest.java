package io.firmament.conformance.architecture;

import static io.firmament.conformance.architecture.HouseRule.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.EvaluationResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule reports what was planted against it. */
final class PlantedViolationsTest {
  private static JavaClasses planted;

  @BeforeAll
  static void read_what_was_planted() {
    planted = new ClassFileImporter().importPackages(House.PLANTED.root());
  }

  static Stream<Arguments> plantedViolations() {
    return Stream.of(
        arguments(R01_PROTOCOL_IS_ALONE, "protocol.codec.ReadsFile"),
        arguments(R01_PROTOCOL_IS_ALONE, "protocol.codec.ReadsOldFile"),
        arguments(R01_PROTOCOL_IS_ALONE, "protocol.codec.KnowsServer"),
        arguments(R01_PROTOCOL_IS_ALONE, "protocol.codec.UsesXz"),
        arguments(R01_PROTOCOL_IS_ALONE, "protocol.coding.ReadsPath"),
        arguments(R02_DEVICE_CORE_IS_PURE, "device.core.KnowsSlot"),
        arguments(R02_EMULATED_LINKS_ARE_PURE, "device.emulation.OpensSocket"),
        arguments(R02_SERVER_CORE_IS_PURE, "server.release.KnowsUseCase"),
        arguments(R02_SERVER_CORE_LOOKS_RIGHT_ONLY, "server.device.LooksLeft"),
        arguments(R03_SERVER_DOES_NOT_SEE_THE_DEVICE, "server.session.KnowsDevice"),
        arguments(R03_DEVICE_DOES_NOT_SEE_THE_SERVER, "device.fleet.KnowsCloud"),
        arguments(R03_CERTS_KNOWS_NOBODY, "certs.KnowsProtocol"),
        arguments(R03_NOBODY_SEES_THE_COMMAND_LINE, "server.app.KnowsCommand"),
        arguments(R04_CALIFORNIUM_HAS_TWO_DOORS, "server.app.UsesCalifornium"),
        arguments(R04_MAPDB_HAS_ONE_DOOR, "server.app.UsesMapDb"),
        arguments(R04_BOUNCY_CASTLE_HAS_ONE_DOOR, "server.app.UsesBouncyCastle"),
        arguments(R04_CORRETTO_HAS_ONE_DOOR, "server.app.UsesCorretto"),
        arguments(R04_JETTY_HAS_ONE_DOOR, "server.app.UsesJetty"),
        arguments(R04_PICOCLI_HAS_ONE_DOOR, "server.app.UsesPicocli"),
        arguments(R04_COMPRESSION_HAS_ONE_DOOR, "protocol.codec.UsesXz"),
        arguments(R04_COMPRESSION_HAS_ONE_DOOR, "server.app.UsesZstd"),
        arguments(R04_NOBODY_USES_WHAT_VENDORS_BRING_ALONG, "server.app.UsesGuava"),
        arguments(R05_DOORS_DO_NOT_KNOW_EACH_OTHER, "server.coap.KnowsStore"),
        arguments(R05_DOORS_DO_NOT_KNOW_EACH_OTHER, "device.link.KnowsNeighbour"),
        arguments(R05_DOORS_DO_NOT_KNOW_WHO_ASSEMBLES_THEM, "server.rest.KnowsConfiguration"),
        arguments(R05_USE_CASES_DO_NOT_KNOW_DOORS, "server.app.KnowsDoor"),
        arguments(R06_NO_CYCLES, "server.telemetry.InCircle"),
        arguments(R07_TIME_IS_PASSED_IN, "device.core.ReadsClock"),
        arguments(R07_TIME_IS_PASSED_IN, "device.core.RefersToClock"),
        arguments(R07_TIME_IS_PASSED_IN, "server.transfer.CountsNanoseconds"),
        arguments(R07_TIME_IS_PASSED_IN, "server.targeting.AsksSystemClock"),
        arguments(R07_TIME_IS_PASSED_IN, "certs.DatesItself"),
        arguments(R07_TIME_IS_PASSED_IN, "device.emulation.TimesItself"),
        arguments(R07_CHANCE_IS_PASSED_IN, "protocol.transfer.DrawsNumber"),
        arguments(R07_CHANCE_IS_PASSED_IN, "protocol.transfer.Shuffles"),
        arguments(R07_CHANCE_IS_PASSED_IN, "server.trigger.InventsId"),
        arguments(R07_CHANCE_IS_PASSED_IN, "certs.MakesRandom"),
        arguments(R07_NO_THREADS_IN_PURE_CODE, "server.session.StartsThread"),
        arguments(R07_NO_THREADS_IN_PURE_CODE, "server.session.HoldsLock"),
        arguments(R07_NO_THREADS_IN_PURE_CODE, "device.core.Waits"),
        arguments(R08_VALUES_ARE_RECORDS_ENUMS_OR_SEALED, "protocol.message.OpenValue"),
        arguments(R08_VALUES_ARE_RECORDS_ENUMS_OR_SEALED, "protocol.message.OpenKind"),
        arguments(R08_FIELDS_IN_PURE_CODE_ARE_FINAL, "server.device.ChangesItself"),
        arguments(R08_FIELDS_IN_PURE_CODE_ARE_FINAL, "server.device.HandsItselfOut"),
        arguments(R08_NO_STATIC_MUTABLE_STATE, "device.sim.CountsForAll"),
        arguments(R09_ONLY_MAIN_OWNS_THE_PROCESS, "device.sim.Exits"),
        arguments(R09_ONLY_MAIN_OWNS_THE_PROCESS, "device.sim.Halts"),
        arguments(R09_ONLY_MAIN_OWNS_THE_PROCESS, "server.app.Prints"),
        arguments(R09_ONLY_MAIN_OWNS_THE_PROCESS, "server.app.PrintsTrace"),
        arguments(R09_ONLY_MAIN_OWNS_THE_PROCESS, "cli.ReadsEnvironment"),
        arguments(R10_EXCEPTIONS_ARE_FINAL, "server.app.OpenException"),
        arguments(R10_NOBODY_MAKES_AN_UNSPECIFIC_EXCEPTION, "server.app.ThrowsAnything"),
        arguments(R10_NOBODY_DECLARES_AN_UNSPECIFIC_EXCEPTION, "server.app.DeclaresAnything"),
        arguments(R10_PURE_CODE_CATCHES_NO_UNSPECIFIC_EXCEPTION, "server.transfer.CatchesAnything"),
        arguments(NAMES_SAY_WHAT_IT_IS, "server.app.UpdateManager"));
  }

  @ParameterizedTest
  @MethodSource("plantedViolations")
  void the_violation_is_reported(HouseRule rule, String culprit) {
    assertThat(reports(rule)).anyMatch(line -> line.contains("planted.firmament." + culprit));
  }

  @ParameterizedTest
  @EnumSource
  void every_rule_has_something_planted_against_it(HouseRule rule) {
    assertThat(plantedViolations()).anyMatch(violation -> violation.get()[0] == rule);
  }

  @ParameterizedTest
  @EnumSource
  void what_keeps_the_rules_is_not_reported(HouseRule rule) {
    assertThat(reports(rule)).noneMatch(PlantedViolationsTest::blamesSomethingLawful);
  }

  @Test
  void a_package_without_description_is_reported(@TempDir Path root) throws IOException {
    write(root, "described/package-info.java", "package described;");
    write(root, "described/Value.java", "record Value() {}");
    write(root, "silent/Value.java", "record Value() {}");

    assertThat(tree(root).undescribedPackages()).containsExactly("silent");
  }

  @Test
  void a_public_type_without_description_is_reported(@TempDir Path root) throws IOException {
    write(root, "room/Silent.java", "package room;\n\n@Deprecated\npublic record Silent() {}\n");
    write(root, "room/Said.java", "package room;\n\n/** Says. */\npublic record Said() {}\n");
    write(root, "room/Inside.java", "package room;\n\nrecord Inside() {}\n");

    assertThat(tree(root).undocumentedTypes()).containsExactly("room/Silent.java");
  }

  @Test
  void an_empty_room_is_reported(@TempDir Path root) throws IOException {
    write(root, "empty/package-info.java", "package empty;");

    assertThat(tree(root).emptyPackages()).containsExactly("empty");
  }

  @Test
  void a_file_of_401_lines_is_reported_and_one_of_400_is_not(@TempDir Path root)
      throws IOException {
    write(root, "room/Long.java", "\n".repeat(401));
    write(root, "room/JustRight.java", "\n".repeat(400));

    assertThat(tree(root).longFiles()).containsExactly("room/Long.java: 401 lines");
  }

  @Test
  void a_method_of_26_lines_is_reported_and_one_of_25_is_not(@TempDir Path root)
      throws IOException {
    String line = "    act();\n";
    String comment = "\n    // A part of it.\n";
    write(
        root, "room/Long.java", type("Long", "void act(int a,\n      int b) {\n", line.repeat(26)));
    write(root, "room/Made.java", type("Made", "Made(int a) {\n", line.repeat(30)));
    write(root, "room/Inner.java", inner(line.repeat(27)));
    write(root, "room/Right.java", type("Right", "void act() {\n", line.repeat(25) + comment));
    String table = "    return List.of(\n" + "        one(1),\n".repeat(40) + "        last());\n";
    write(root, "room/Table.java", type("Table", "List<Row> rows() {\n", table));
    String hidden = "    return rows;\n" + line.repeat(30);
    write(root, "room/Hidden.java", type("Hidden", "List<Row> rows() {\n", hidden));

    assertThat(tree(root).longMethods())
        .containsExactly(
            "Hidden.rows: 31 lines",
            "Inner.act: 27 lines",
            "Long.act: 26 lines",
            "Made.<init>: 30 lines");
  }

  private static String type(String name, String declaration, String body) {
    return "final class " + name + " {\n  " + declaration + body + "  }\n}\n";
  }

  private static String inner(String body) {
    return "final class Inner {\n  static final class Deep {\n    void act() {\n"
        + body
        + "    }\n  }\n}\n";
  }

  /** A culprit stands in angle brackets at a line's beginning; a victim may be lawful. */
  private static boolean blamesSomethingLawful(String line) {
    return line.matches(
        "(?s)^(Class|Field|Method|Constructor) <planted\\.firmament\\.[a-z.]*Lawful.*");
  }

  private static List<String> reports(HouseRule rule) {
    EvaluationResult result = rule.in(House.PLANTED).evaluate(planted);
    return result.getFailureReport().getDetails();
  }

  private static SourceTree tree(Path root) {
    return new SourceTree(List.of(root));
  }

  private static void write(Path root, String file, String content) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }
}
