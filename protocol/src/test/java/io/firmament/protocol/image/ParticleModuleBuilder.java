package io.firmament.protocol.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32;

/**
 * Builds small, sound Particle modules: a user part of a boron that says neither product nor
 * version, unless told otherwise. Every number is as in the file.
 */
public final class ParticleModuleBuilder {
  private static final int START = 0xD4000;

  private int offset = 0;
  private int flags = 0;
  private int moduleVersion = 6;
  private int platform = 13;
  private int function = 5;
  private int index = 1;
  private int product = 0xFFFF;
  private int version = 0xFFFF;
  private boolean saysProduct = true;
  private byte[] body = "a small body".getBytes(StandardCharsets.US_ASCII);
  private final ByteArrayOutputStream dependencies = new ByteArrayOutputStream();
  private final ByteArrayOutputStream prefixExtensions = new ByteArrayOutputStream();
  private final ByteArrayOutputStream suffixExtensions = new ByteArrayOutputStream();

  /** The header stands behind a vector table of so many octets: 0, 0x200, 0x184 or 0x10C. */
  public ParticleModuleBuilder vectorTable(int octets) {
    offset = octets;
    return this;
  }

  /** The flags of the header. */
  public ParticleModuleBuilder flags(int bits) {
    flags = bits;
    return this;
  }

  /** What the module is for, which of its kind, and its version. */
  public ParticleModuleBuilder module(int function, int index, int version) {
    this.function = function;
    this.index = index;
    this.moduleVersion = version;
    return this;
  }

  /** The hardware. */
  public ParticleModuleBuilder platform(int number) {
    platform = number;
    return this;
  }

  /** Product and version, 0xFFFF each for not said. */
  public ParticleModuleBuilder product(int product, int version) {
    this.product = product;
    this.version = version;
    return this;
  }

  /** The old suffix of 36 octets, with no place for product and version. */
  public ParticleModuleBuilder withoutProduct() {
    saysProduct = false;
    return this;
  }

  /** One of up to two dependencies. */
  public ParticleModuleBuilder requires(int function, int index, int version) {
    dependencies.writeBytes(
        little(4).put((byte) function).put((byte) index).putShort((short) version).array());
    return this;
  }

  /** What is between header and suffix. */
  public ParticleModuleBuilder body(byte[] octets) {
    body = octets.clone();
    return this;
  }

  /** An extension right behind the header; wants flag 0x10. */
  public ParticleModuleBuilder prefixExtension(int type, byte[] content) {
    prefixExtensions.writeBytes(extension(type, content));
    return this;
  }

  /** An extension in the suffix. The extension with product and version is put behind the last. */
  public ParticleModuleBuilder suffixExtension(int type, byte[] content) {
    suffixExtensions.writeBytes(extension(type, content));
    return this;
  }

  /** The module. */
  public byte[] build() {
    byte[] suffix = suffix();
    int size = offset + 24 + prefixExtensions.size() + body.length + suffix.length + 40;
    ByteBuffer module = little(size);
    module.position(offset);
    module.putInt(START).putInt(START + size - 4);
    module.put((byte) 0).put((byte) flags).putShort((short) moduleVersion);
    module.putShort((short) platform).put((byte) function).put((byte) index);
    module.put(dependencies.toByteArray()).position(offset + 24);
    module.put(prefixExtensions.toByteArray()).put(body).put(suffix);
    module.putShort((short) 0);
    module.putShort(size - 6, (short) (suffix.length + 36));
    return digested(module.array());
  }

  /** The same octets with a CRC that holds, in place. */
  public static byte[] sealed(byte[] module) {
    CRC32 crc = new CRC32();
    crc.update(module, 0, module.length - 4);
    ByteBuffer.wrap(module).putInt(module.length - 4, (int) crc.getValue());
    return module;
  }

  /** The same octets with a SHA-256 and a CRC that hold, in place. */
  public static byte[] digested(byte[] module) {
    byte[] digest = sha256(module, module.length - 38);
    System.arraycopy(digest, 0, module, module.length - 38, digest.length);
    return sealed(module);
  }

  private byte[] suffix() {
    ByteArrayOutputStream suffix = new ByteArrayOutputStream();
    suffix.writeBytes(suffixExtensions.toByteArray());
    byte[] numbers = little(4).putShort((short) product).putShort((short) version).array();
    if (suffix.size() > 0) {
      byte[] content = little(6).putShort((short) 0xFFFF).put(numbers).array();
      suffix.writeBytes(extension(ParticleExtension.PRODUCT, content));
    } else if (saysProduct) {
      suffix.writeBytes(numbers);
    }
    return suffix.toByteArray();
  }

  private static byte[] extension(int type, byte[] content) {
    return little(4 + content.length)
        .putShort((short) type)
        .putShort((short) (4 + content.length))
        .put(content)
        .array();
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] sha256(byte[] octets, int length) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(octets, 0, length);
      return sha256.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
