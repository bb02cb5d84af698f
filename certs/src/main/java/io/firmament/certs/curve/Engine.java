package io.firmament.certs.curve;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import javax.crypto.KeyAgreement;

/**
 * Somebody's provider, of which four services are used.
 *
 * @param provider whose
 * @param keys makes its keys, for all threads
 */
record Engine(Provider provider, KeyMaker keys) {

  KeyPairGenerator pairs() throws GeneralSecurityException {
    return KeyPairGenerator.getInstance("EC", provider);
  }

  /** Signs and verifies a digest, with signatures in DER. */
  Signature digests() throws GeneralSecurityException {
    return Signature.getInstance("NONEwithECDSA", provider);
  }

  KeyAgreement agreement() throws GeneralSecurityException {
    return KeyAgreement.getInstance("ECDH", provider);
  }

  @Override
  public String toString() {
    return provider.getName() + " " + provider.getVersionStr();
  }
}
