package io.firmament.server.app;

import java.text.Normalizer;
import java.util.Locale;

/** A product's name as it stands in a path. */
final class Slug {
  private static final int MAX_LENGTH = 80;

  private Slug() {}

  /**
   * The slug that belongs to a name: letters lose their marks ("Müller" is "muller"), and all other
   * than ASCII letters and digits becomes a hyphen.
   *
   * @return a slug; {@code product} in front of it where the name begins with no letter
   */
  static String of(String name) {
    String bare = plain(name).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    String led = bare.matches("[a-z].*") ? bare : bare.isEmpty() ? "product" : "product-" + bare;
    return led.length() <= MAX_LENGTH ? led : led.substring(0, MAX_LENGTH);
  }

  private static String plain(String name) {
    String apart = Normalizer.normalize(name, Normalizer.Form.NFKD);
    return apart.replaceAll("\\p{M}+", "").toLowerCase(Locale.ROOT).replace("ß", "ss");
  }
}
