package io.firmament.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.certs.curve.CurveChoice;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CurvesTest {
  private final Provider[] before = Security.getProviders();
  private final TestHost host = new TestHost();

  @AfterEach
  void leave_everything_as_it_was() {
    Arrays.stream(Security.getProviders())
        .filter(provider -> !Arrays.asList(before).contains(provider))
        .forEach(provider -> Security.removeProvider(provider.getName()));
  }

  @Test
  void the_settings_say_who_computes_where_nobody_was_named() throws Exception {
    assertThat(CommandTree.run(host.wide(400), "config", "show")).isZero();
    assertThat(host.said()).containsPattern("crypto +auto: " + quoted(CurveChoice.first()));
    assertThat(Security.getProviders()).as("nobody was installed").isEqualTo(before);
  }

  @Test
  void whoever_is_named_computes_and_the_start_says_who_named_him() throws Exception {
    Curves.install(host, Settings.source(Map.of(), host.with("FIRMAMENT_CRYPTO", "bouncy-castle")));
    assertThat(host.complained())
        .matches("curves +bouncy-castle \\(.+\\), environment FIRMAMENT_CRYPTO\\R");
    assertThat(KeyPairGenerator.getInstance("EC").getProvider())
        .isSameAs(Security.getProviders()[0])
        .isNotIn((Object[]) before);
  }

  @Test
  void a_name_that_nobody_has_is_misuse_with_the_names_that_there_are() {
    assertThat(CommandTree.run(host, "serve", "--crypto", "openssl")).isEqualTo(2);
    assertThat(host.complained())
        .contains("crypto must be auto or one of corretto, bouncy-castle, jdk")
        .contains("option --crypto")
        .contains("firmament: hint: ");
  }

  private static String quoted(CurveChoice choice) {
    return Pattern.quote(choice.toString());
  }
}
