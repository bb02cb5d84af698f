package io.firmament.certs;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.io.pem.PemHeader;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * A pre-shared key. In a file it is one PEM block {@code FIRMAMENT PSK} with one header, the
 * identity, over the base64 of the key:
 *
 * <pre>
 * -----BEGIN FIRMAMENT PSK-----
 * Identity: 0123456789abcdef01234567
 *
 * q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k=
 * -----END FIRMAMENT PSK-----
 * </pre>
 *
 * Prints without its secret.
 */
public final class PskProof implements DeviceCredential.Proof {
  /** Octets of a key. */
  public static final int KEY_BYTES = 32;

  private static final String LABEL = "FIRMAMENT PSK";
  private static final String IDENTITY = "Identity";

  private final String deviceId;
  private final SecretKey key;

  private PskProof(String deviceId, byte[] octets) {
    this.deviceId = deviceId;
    this.key = new SecretKeySpec(octets, "PSK");
  }

  static PskProof random(String deviceId, SecureRandom random) {
    byte[] octets = new byte[KEY_BYTES];
    random.nextBytes(octets);
    return new PskProof(deviceId, octets);
  }

  static PskProof read(Path file) throws CredentialException {
    PemObject block = Pem.readOne(file, LABEL);
    List<?> headers = block.getHeaders();
    if (headers.size() != 1
        || !(headers.get(0) instanceof PemHeader header)
        || !header.getName().equals(IDENTITY)) {
      throw damaged(file, "one header '" + IDENTITY + "'", headers.size() + " headers");
    }
    String identity = header.getValue().strip();
    if (!DeviceName.isDeviceId(identity)) {
      throw damaged(file, "24 lower-case hexadecimal digits as its identity", identity);
    }
    byte[] octets = block.getContent();
    if (octets.length != KEY_BYTES) {
      throw damaged(file, "a key of " + KEY_BYTES + " octets", octets.length + " octets");
    }
    return new PskProof(identity, octets);
  }

  String pem() {
    return Pem.write(
        new PemObject(LABEL, List.of(new PemHeader(IDENTITY, deviceId)), key.getEncoded()));
  }

  /** The identity in the handshake and the device's id: 24 hexadecimal digits in lower case. */
  @Override
  public String deviceId() {
    return deviceId;
  }

  @Override
  public CredentialKind kind() {
    return CredentialKind.PSK;
  }

  @Override
  public byte[] secret() {
    return key.getEncoded();
  }

  /** The shared key, {@value #KEY_BYTES} octets. */
  public SecretKey key() {
    return key;
  }

  @Override
  public String toString() {
    return "PskProof[" + deviceId + "]";
  }

  private static CredentialException damaged(Path file, String expected, String actual) {
    return new CredentialException(
        file + " must hold " + expected + ", but holds " + actual,
        "the file is damaged; 'firmament certs device' makes a new one for a new directory");
  }
}
