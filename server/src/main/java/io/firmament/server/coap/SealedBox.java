package io.firmament.server.coap;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts what the door writes to disk: AES-GCM (NIST SP 800-38D) with a fresh random nonce of 96
 * bits in front, good for 2^32 messages under one key.
 */
final class SealedBox {
  private static final String TRANSFORMATION = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKey key;
  private final SecureRandom random;

  /**
   * @param key an AES key
   */
  SealedBox(SecretKey key, SecureRandom random) {
    this.key = key;
    this.random = random;
  }

  /**
   * Encrypts.
   *
   * @param purpose what it is for: the same words open it, and no others
   */
  byte[] seal(String purpose, byte[] clear) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, purpose, nonce).doFinal(clear);
      return ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  /**
   * Decrypts.
   *
   * @throws AEADBadTagException when it was sealed with another key or for another purpose, or was
   *     changed
   */
  byte[] open(String purpose, byte[] sealed) throws AEADBadTagException {
    if (sealed.length < NONCE_BYTES) {
      throw new AEADBadTagException("shorter than a nonce");
    }
    try {
      return cipher(Cipher.DECRYPT_MODE, purpose, sealed)
          .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
    } catch (AEADBadTagException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  private Cipher cipher(int mode, String purpose, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(TRANSFORMATION);
    byte[] first = Arrays.copyOf(nonce, NONCE_BYTES);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, first));
    cipher.updateAAD(purpose.getBytes(StandardCharsets.US_ASCII));
    return cipher;
  }
}
