package io.firmament.certs.curve;

import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;

/** A backend that has shown that it works here, and why those before it were passed over. */
public final class CurveChoice {
  private final CurveBackend backend;
  private final Engine engine;
  private final Provider provider;
  private final List<String> passedOver;

  private CurveChoice(CurveBackend backend, Engine engine, Provider provider, List<String> why) {
    this.backend = backend;
    this.engine = engine;
    this.provider = provider;
    this.passedOver = List.copyOf(why);
  }

  /**
   * The first backend that works here.
   *
   * @throws BackendUnusableException when none does, not even the JDK's
   */
  public static CurveChoice first() throws BackendUnusableException {
    List<String> why = new ArrayList<>();
    for (CurveBackend backend : List.of(CurveBackend.CORRETTO, CurveBackend.BOUNCY_CASTLE)) {
      try {
        return of(backend, why);
      } catch (BackendUnusableException e) {
        why.add(e.getMessage());
      }
    }
    return of(CurveBackend.JDK, why);
  }

  /**
   * This backend and no other.
   *
   * @throws BackendUnusableException when it does not load here, or computes wrongly
   */
  public static CurveChoice of(CurveBackend backend) throws BackendUnusableException {
    return of(backend, List.of());
  }

  private static CurveChoice of(CurveBackend backend, List<String> why)
      throws BackendUnusableException {
    Engine engine = Engines.start(backend);
    Provider provider = new CurveProvider(engine);
    String fault = EngineProof.fault(provider).orElse("");
    if (!fault.isEmpty()) {
      throw new BackendUnusableException(backend, fault);
    }
    return new CurveChoice(backend, engine, provider, why);
  }

  /** Who it is. */
  public CurveBackend backend() {
    return backend;
  }

  /** One sentence for each backend that would have been better, and does not work here. */
  public List<String> passedOver() {
    return passedOver;
  }

  /**
   * The provider, for whoever wants it for himself. It offers ECDSA, ECDH and their keys, nothing
   * else.
   */
  public Provider provider() {
    return provider;
  }

  /**
   * Puts it before all providers of this process, in the place of one that was put there before.
   */
  public void install() {
    Security.removeProvider(CurveProvider.NAME);
    Security.insertProviderAt(provider, 1);
  }

  /** Its label, and the program behind it with its version. */
  @Override
  public String toString() {
    return backend.label() + " (" + engine + ")";
  }
}
