package io.firmament.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlugTest {
  @ParameterizedTest
  @CsvSource({
    "Müller, muller",
    "Straße 7, strasse-7",
    "Ångström Δ, angstrom",
    "Élan Vital!, elan-vital",
    "7 seas, product-7-seas",
    "Δ, product"
  })
  void a_slug_keeps_the_letters_of_a_name_without_their_marks(String name, String slug) {
    assertThat(Slug.of(name)).isEqualTo(slug);
  }
}
