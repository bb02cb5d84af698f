package io.firmament.certs.curve;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Who can compute on elliptic curves; the first that works here is taken. */
public enum CurveBackend {
  /** Amazon Corretto Crypto Provider: native, for Linux on x86-64 with glibc. */
  CORRETTO("corretto"),
  /** Bouncy Castle: Java alone. */
  BOUNCY_CASTLE("bouncy-castle"),
  /** The provider that comes with the JDK. */
  JDK("jdk");

  private final String label;

  CurveBackend(String label) {
    this.label = label;
  }

  /** What an operator calls it. */
  public String label() {
    return label;
  }

  /** The backend that an operator calls so. */
  public static Optional<CurveBackend> named(String label) {
    return Arrays.stream(values()).filter(backend -> backend.label.equals(label)).findFirst();
  }

  /** All labels, for a hint. */
  public static String labels() {
    return Arrays.stream(values()).map(CurveBackend::label).collect(Collectors.joining(", "));
  }
}
