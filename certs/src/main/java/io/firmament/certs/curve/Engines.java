package io.firmament.certs.curve;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Starts the backends' engines. */
final class Engines {
  private static final String OF_JDK = "SunEC";

  private Engines() {}

  static Engine start(CurveBackend backend) throws BackendUnusableException {
    try {
      return switch (backend) {
        case CORRETTO -> engine(corretto(), true);
        case BOUNCY_CASTLE -> engine(new BouncyCastleProvider(), true);
        case JDK -> engine(ofJdk(), false);
      };
    } catch (GeneralSecurityException e) {
      throw new BackendUnusableException(backend, e.getMessage());
    } catch (LinkageError e) {
      throw new BackendUnusableException(backend, "its classes are not there, " + e.getMessage());
    }
  }

  private static Engine engine(Provider provider, boolean checksKeys)
      throws GeneralSecurityException {
    return new Engine(provider, new KeyMaker(provider, checksKeys));
  }

  private static Provider corretto() throws BackendUnusableException {
    Throwable why = AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError();
    if (why != null) {
      throw new BackendUnusableException(CurveBackend.CORRETTO, why.getMessage());
    }
    return AmazonCorrettoCryptoProvider.INSTANCE;
  }

  private static Provider ofJdk() throws BackendUnusableException {
    Provider provider = Security.getProvider(OF_JDK);
    if (provider == null) {
      throw new BackendUnusableException(
          CurveBackend.JDK, "this Java has no provider " + OF_JDK + " (module jdk.crypto.ec)");
    }
    return provider;
  }
}
