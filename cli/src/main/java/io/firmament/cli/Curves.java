package io.firmament.cli;

import io.firmament.certs.curve.BackendUnusableException;
import io.firmament.certs.curve.CurveBackend;
import io.firmament.certs.curve.CurveChoice;
import io.firmament.server.config.ConfigKey;
import io.firmament.server.config.ConfigMistakeException;
import io.firmament.server.config.ConfigSource;
import io.firmament.server.config.ServerConfig;
import java.util.Optional;

/** Decides who computes on elliptic curves, and says so. */
final class Curves {
  private Curves() {}

  /** Puts the one that is set in front of this process's others; keys come after that. */
  static void install(Host host, ConfigSource source) throws CommandFailedException {
    CurveChoice choice = choice(source);
    choice.install();
    choice.passedOver().forEach(why -> host.err().println("curves     " + why));
    host.err().printf("curves     %s, %s%n", choice, source.value(ConfigKey.CRYPTO).origin());
  }

  /** The one that is set, else the first that works here. */
  static CurveChoice choice(ConfigSource source) throws CommandFailedException {
    try {
      Optional<CurveBackend> named = ServerConfig.crypto(source);
      return named.isPresent() ? CurveChoice.of(named.get()) : CurveChoice.first();
    } catch (ConfigMistakeException mistake) {
      throw CommandFailedException.usage(mistake.getMessage(), mistake.hint());
    } catch (BackendUnusableException e) {
      throw CommandFailedException.failed(
          e.getMessage() + " (" + source.value(ConfigKey.CRYPTO).origin() + ")",
          "leave --crypto out: the first that works here is taken");
    }
  }
}
