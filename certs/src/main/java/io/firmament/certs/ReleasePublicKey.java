package io.firmament.certs;

import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.ArrayList;
import java.util.List;

/**
 * A key whose signatures a device believes.
 *
 * @param id its name in a signature's header
 * @param algorithm how it signs
 * @param key the key itself
 */
public record ReleasePublicKey(KeyId id, ReleaseAlgorithm algorithm, PublicKey key) {

  static ReleasePublicKey of(PublicKey key, String where) throws CredentialException {
    return new ReleasePublicKey(KeyId.of(key), ReleaseAlgorithm.of(key, where), key);
  }

  /**
   * All keys of a {@code release.pub}: one PEM block {@code PUBLIC KEY} each, at least one.
   *
   * @throws CredentialException when the file cannot be read or holds something else
   */
  public static List<ReleasePublicKey> readAll(Path file) throws CredentialException {
    List<ReleasePublicKey> keys = new ArrayList<>();
    for (PublicKey key : Pem.readPublicKeys(file)) {
      keys.add(of(key, file.toString()));
    }
    return List.copyOf(keys);
  }

  /**
   * Whether {@code signature} is this key's over {@code content}. Anything that is not a signature
   * is simply not this key's.
   *
   * @param content what was signed
   * @param signature 64 octets: r || s, or R || S
   */
  public boolean verify(byte[] content, byte[] signature) {
    if (signature.length != ReleaseAlgorithm.SIGNATURE_BYTES) {
      return false;
    }
    try {
      Signature verifier = Signature.getInstance(algorithm.jdkName());
      verifier.initVerify(key);
      verifier.update(content);
      return verifier.verify(signature);
    } catch (SignatureException e) {
      return false;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new AssertionError("the key was checked to be of " + algorithm, e);
    }
  }
}
