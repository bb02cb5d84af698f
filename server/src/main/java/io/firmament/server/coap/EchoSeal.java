package io.firmament.server.coap;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.californium.elements.util.Bytes;

/**
 * Values of the Echo option that prove an address: {seconds, HMAC over seconds, association and
 * address}. Whoever sends one back was sent it there, lately. The server keeps no state for them
 * (RFC 9175 appendix A, method 2); the key lives as long as the process.
 */
final class EchoSeal {
  /** Octets of a value, of which RFC 9175 section 2.2.1 allows 1 to 40. */
  static final int BYTES = Integer.BYTES + 8;

  /** How long a value proves anything: longer than the slowest round trip. */
  static final Duration LIFE = Duration.ofSeconds(60);

  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_BYTES = 32;

  private final SecretKeySpec key;
  private final LongSupplier nanoClock;

  /**
   * @param random where the key comes from
   * @param nanoClock nanoseconds from any origin
   */
  EchoSeal(SecureRandom random, LongSupplier nanoClock) {
    byte[] octets = new byte[KEY_BYTES];
    random.nextBytes(octets);
    this.key = new SecretKeySpec(octets, ALGORITHM);
    this.nanoClock = nanoClock;
  }

  /** A value that proves this address of this association, for a while. */
  byte[] of(Bytes association, InetSocketAddress address) {
    return sealed(seconds(), association, address);
  }

  /** Whether a value is one that was made lately for this address of this association. */
  boolean proves(byte[] value, Bytes association, InetSocketAddress address) {
    if (value.length != BYTES) {
      return false;
    }
    int made = ByteBuffer.wrap(value).getInt();
    int age = seconds() - made;
    return age >= 0
        && age <= LIFE.toSeconds()
        && MessageDigest.isEqual(value, sealed(made, association, address));
  }

  private byte[] sealed(int seconds, Bytes association, InetSocketAddress address) {
    byte[] ip = address.getAddress().getAddress();
    byte[] content =
        ByteBuffer.allocate(Integer.BYTES + 1 + association.length() + Short.BYTES + ip.length)
            .putInt(seconds)
            .put((byte) association.length())
            .put(association.getBytes())
            .putShort((short) address.getPort())
            .put(ip)
            .array();
    return ByteBuffer.allocate(BYTES)
        .putInt(seconds)
        .put(Arrays.copyOf(mac(content), BYTES - Integer.BYTES))
        .array();
  }

  private byte[] mac(byte[] content) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(content);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has " + ALGORITHM, e);
    }
  }

  /** Wraps around after 68 years of one process. */
  private int seconds() {
    return (int) TimeUnit.NANOSECONDS.toSeconds(nanoClock.getAsLong());
  }
}
