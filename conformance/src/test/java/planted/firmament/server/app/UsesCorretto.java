package planted.firmament.server.app;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;

/** Rule 4: Amazon Corretto's provider is not seen here. */
public final class UsesCorretto {
  Object planted() {
    return AmazonCorrettoCryptoProvider.class;
  }
}
