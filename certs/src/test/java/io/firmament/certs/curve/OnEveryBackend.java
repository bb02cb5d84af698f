package io.firmament.certs.curve;

import java.security.Security;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** All tests of a class, once for each backend that works here. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.firmament.certs.curve.Backends#all")
public abstract class OnEveryBackend {
  @Parameter CurveChoice choice;

  /** Lets it compute. */
  @BeforeParameterizedClassInvocation
  static void install(CurveChoice choice) {
    choice.install();
  }

  /** Leaves everything as it was. */
  @AfterParameterizedClassInvocation
  static void remove() {
    Security.removeProvider(CurveProvider.NAME);
  }
}
