package planted.firmament.cli;

/** Rule 9: only a main class reads the environment. */
public final class ReadsEnvironment {
  String planted() {
    return System.getenv("HOME");
  }
}
