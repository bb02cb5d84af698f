package io.firmament.certs.curve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The backends that work on this machine, started once. */
final class Backends {
  private static final List<CurveChoice> USABLE = usable();

  private Backends() {}

  static Stream<CurveChoice> all() {
    return USABLE.stream();
  }

  static Stream<Arguments> pairs() {
    return USABLE.stream().flatMap(one -> USABLE.stream().map(two -> Arguments.of(one, two)));
  }

  /** The one that was there before, and signs for the others. */
  static CurveChoice jdk() {
    return USABLE.get(USABLE.size() - 1);
  }

  /** Corretto may be missing, elsewhere than on Linux with x86-64; the others are Java. */
  private static List<CurveChoice> usable() {
    List<CurveChoice> usable = new ArrayList<>();
    for (CurveBackend backend : CurveBackend.values()) {
      try {
        usable.add(CurveChoice.of(backend));
      } catch (BackendUnusableException e) {
        if (backend != CurveBackend.CORRETTO || isItsPlatform()) {
          throw new AssertionError(e);
        }
      }
    }
    return usable;
  }

  static boolean isItsPlatform() {
    return System.getProperty("os.name").equals("Linux")
        && Arrays.asList("amd64", "x86_64").contains(System.getProperty("os.arch"));
  }
}
