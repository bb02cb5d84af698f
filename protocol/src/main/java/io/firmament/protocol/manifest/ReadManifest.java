package io.firmament.protocol.manifest;

import io.firmament.protocol.codec.DecodeException;

/** Reads a manifest that was verified before, and stored since: what a device runs. */
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
}
