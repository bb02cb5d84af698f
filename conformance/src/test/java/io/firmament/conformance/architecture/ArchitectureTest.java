package io.firmament.conformance.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The house keeps its rules. */
final class ArchitectureTest {
  private static final ImportOption NO_TESTS =
      location -> !location.contains("-tests.jar") && !location.contains("/test-classes/");

  private static JavaClasses shipped;

  @BeforeAll
  static void read_what_is_shipped() {
    shipped =
        new ClassFileImporter().withImportOption(NO_TESTS).importPackages(House.FIRMAMENT.root());
  }

  @ParameterizedTest
  @EnumSource
  void the_rule_is_kept(HouseRule rule) {
    rule.in(House.FIRMAMENT).check(shipped);
  }

  @Test
  void every_class_that_has_a_source_was_looked_at() throws IOException {
    assertThat(SourceTree.ofProject().classNames())
        .isNotEmpty()
        .isSubsetOf(shipped.stream().map(JavaClass::getName).collect(Collectors.toSet()));
  }

  @Test
  void every_package_says_what_lives_there() throws IOException {
    assertThat(SourceTree.ofProject().undescribedPackages()).isEmpty();
  }

  @Test
  void no_room_is_empty() throws IOException {
    assertThat(SourceTree.ofProject().emptyPackages()).isEmpty();
  }

  @Test
  void every_public_type_is_documented() throws IOException {
    assertThat(SourceTree.ofProject().undocumentedTypes()).isEmpty();
  }

  @Test
  void no_file_is_too_long_to_be_read() throws IOException {
    assertThat(SourceTree.ofProject().longFiles()).isEmpty();
  }

  @Test
  void no_method_is_too_long_to_be_taken_in_at_a_glance() throws IOException {
    assertThat(SourceTree.ofProject().longMethods()).isEmpty();
  }
}
