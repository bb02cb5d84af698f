package io.firmament.certs.curve;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CurveChoiceTest {

  @Test
  void the_fastest_that_works_is_taken() throws BackendUnusableException {
    CurveBackend expected =
        Backends.isItsPlatform() ? CurveBackend.CORRETTO : CurveBackend.BOUNCY_CASTLE;
    CurveChoice choice = CurveChoice.first();
    assertThat(choice.backend()).isEqualTo(expected);
    assertThat(choice.toString()).startsWith(expected.label() + " (");
    assertThat(choice.passedOver()).hasSize(expected.ordinal());
  }

  @ParameterizedTest
  @EnumSource(CurveBackend.class)
  void a_backend_is_found_by_its_label(CurveBackend backend) {
    assertThat(CurveBackend.named(backend.label())).contains(backend);
    assertThat(CurveBackend.labels()).contains(backend.label());
    assertThat(CurveBackend.named(backend.name())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("io.firmament.certs.curve.Backends#all")
  void nothing_but_curves_is_offered(CurveChoice choice) {
    assertThat(choice.provider().getServices().stream().map(Provider.Service::getType).distinct())
        .containsExactlyInAnyOrder("KeyFactory", "KeyPairGenerator", "KeyAgreement", "Signature");
    assertThat(choice.provider().getServices())
        .extracting(Provider.Service::getAlgorithm)
        .containsExactlyInAnyOrder(
            "EC",
            "EC",
            "ECDH",
            "SHA256withECDSA",
            "SHA384withECDSA",
            "SHA512withECDSA",
            "SHA256withECDSAinP1363Format",
            "SHA384withECDSAinP1363Format",
            "SHA512withECDSAinP1363Format");
  }

  @Test
  void what_was_installed_computes_on_curves_and_nothing_else() throws Exception {
    Provider digests = MessageDigest.getInstance("SHA-256").getProvider();
    try {
      for (CurveChoice choice : Backends.all().toList()) {
        choice.install();
        assertThat(KeyPairGenerator.getInstance("EC").getProvider()).isSameAs(choice.provider());
        assertThat(Signature.getInstance("1.2.840.10045.4.3.2").getProvider())
            .isSameAs(choice.provider());
        assertThat(MessageDigest.getInstance("SHA-256").getProvider()).isSameAs(digests);
        assertThat(KeyPairGenerator.getInstance("Ed25519").getProvider())
            .isNotSameAs(choice.provider());
        assertThat(List.of(Security.getProviders()))
            .filteredOn(provider -> provider.getName().equals(CurveProvider.NAME))
            .hasSize(1);
      }
    } finally {
      Security.removeProvider(CurveProvider.NAME);
    }
  }

  /** A key whose secret stays in its token is left to whoever has the token. */
  @Test
  void a_key_that_does_not_show_itself_is_left_to_others() throws Exception {
    try {
      CurveChoice.of(CurveBackend.JDK).install();
      Provider token = new PlantedProvider("Signature", () -> new PlantedProvider.Judge(true));
      Security.addProvider(token);
      Signature signer = Signature.getInstance("SHA256withECDSA");
      signer.initSign(new HiddenKey());
      assertThat(signer.getProvider()).isSameAs(token);
    } finally {
      Security.removeProvider(CurveProvider.NAME);
      Security.removeProvider("Planted");
    }
  }

  @Test
  void an_engine_that_calls_every_signature_good_is_passed_over() {
    assertThat(fault("Signature", () -> new PlantedProvider.Judge(true)))
        .contains("it misjudges the signatures of RFC 6979");
  }

  @Test
  void an_engine_that_calls_every_signature_bad_is_passed_over() {
    assertThat(fault("Signature", () -> new PlantedProvider.Judge(false)))
        .contains("it misjudges the signatures of RFC 6979");
  }

  @Test
  void an_engine_that_agrees_on_something_else_is_passed_over() {
    assertThat(fault("KeyAgreement", PlantedProvider.Zeros::new))
        .contains("it does not agree with RFC 5903");
  }

  /** The JDK's own factory does not look whether a point is on the curve; that is why we do. */
  @Test
  void an_engine_that_takes_any_point_is_passed_over() {
    assertThat(EngineProof.fault(Security.getProvider("SunEC")))
        .contains("it takes a point that is not on the curve");
  }

  @Test
  void an_engine_without_services_is_passed_over() {
    assertThat(EngineProof.fault(new Provider("Empty", "1", "does nothing") {})).isPresent();
  }

  private static Optional<String> fault(String type, Supplier<Object> instead) {
    return EngineProof.fault(new PlantedProvider(type, instead));
  }

  /** Stands for hardware. */
  private static final class HiddenKey implements PrivateKey {
    private static final long serialVersionUID = 1L;

    @Override
    public String getAlgorithm() {
      return "EC";
    }

    @Override
    public String getFormat() {
      return null;
    }

    @Override
    public byte[] getEncoded() {
      return null;
    }
  }
}
