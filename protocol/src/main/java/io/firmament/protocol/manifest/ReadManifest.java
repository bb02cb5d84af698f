package io.firmament.protocol.manifest;

import io.firmament.protocol.codec.DecodeException;

/** Reads what was verified before, and stored since. */
public final class ReadManifest {
  private ReadManifest() {}

  /**
   * What a stored manifest says. Nothing is verified here: that was {@link JudgeManifest}'s part,
   * before it was stored.
   *
   * @param signed the manifest's octets, as they were signed
   * @throws DecodeException when they are no manifest
   */
  public static Manifest stored(byte[] signed) throws DecodeException {
    return ManifestCodec.decode(CoseSign1.decode(signed).payload());
  }

  /**
   * The key that a manifest names as its signer's; whether it signed is not looked at.
   *
   * @throws DecodeException when the octets are no manifest
   */
  public static KeyId signer(byte[] signed) throws DecodeException {
    return CoseSign1.decode(signed).header().keyId();
  }

  /**
   * What a root document says, whoever signed it. Nothing is verified here.
   *
   * @param signed the document's octets, as they were signed
   * @throws DecodeException when they are no root document
   */
  public static Root root(byte[] signed) throws DecodeException {
    return RootCodec.decode(CoseSign.decode(signed).payload());
  }
}
