package io.firmament.protocol.manifest;

import io.firmament.protocol.codec.DecodeException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The judgement over a root document (docs/protocol.md, "Root documents"), in the manner of The
 * Update Framework (section 5.3): one after the other, none left out, never back; signed by enough
 * keys of the document before it, which hand over, and by enough of its own, which show that they
 * are there. Signatures of strangers, and those that do not hold, count for nothing and do no harm.
 */
public final class JudgeRoot {
  private JudgeRoot() {}

  /**
   * What is made of the next document.
   *
   * @param trusted the document that is believed now
   * @param signed the octets of the next one, as they were fetched
   */
  public static RootVerdict verify(Root trusted, byte[] signed) {
    try {
      CoseSign envelope = CoseSign.decode(signed);
      Root root = RootCodec.decode(envelope.payload());
      if (root.number() != trusted.number() + 1) {
        return new RootVerdict.Refused(
            RootFault.NOT_THE_NEXT,
            "the root document: expected number "
                + (trusted.number() + 1)
                + ", found "
                + root.number());
      }
      Set<KeyId> old = signers(envelope, trusted.rootKeys());
      if (old.size() < trusted.threshold()) {
        return tooFew(RootFault.TOO_FEW_OLD_KEYS, trusted, old);
      }
      return bySelf(envelope, root);
    } catch (DecodeException malformed) {
      return new RootVerdict.Refused(RootFault.MALFORMED, malformed.getMessage());
    }
  }

  /**
   * What is made of a document that was handed over, and not fetched: by a factory, or by the
   * operator. Nobody vouches for it but itself.
   */
  public static RootVerdict anchor(byte[] signed) {
    try {
      CoseSign envelope = CoseSign.decode(signed);
      return bySelf(envelope, RootCodec.decode(envelope.payload()));
    } catch (DecodeException malformed) {
      return new RootVerdict.Refused(RootFault.MALFORMED, malformed.getMessage());
    }
  }

  /** Which of some keys signed a document, each counted once; for people, and for rehearsals. */
  public static Set<KeyId> signers(byte[] signed, Root by) throws DecodeException {
    return signers(CoseSign.decode(signed), by.rootKeys());
  }

  private static RootVerdict bySelf(CoseSign envelope, Root root) {
    Set<KeyId> own = signers(envelope, root.rootKeys());
    return own.size() < root.threshold()
        ? tooFew(RootFault.TOO_FEW_OWN_KEYS, root, own)
        : new RootVerdict.Accepted(root);
  }

  private static RootVerdict tooFew(RootFault fault, Root by, Set<KeyId> signers) {
    return new RootVerdict.Refused(
        fault,
        "the signatures by root keys of document "
            + by.number()
            + ": expected "
            + by.threshold()
            + " different ones of "
            + by.rootKeys().stream().map(TrustedKey::id).toList()
            + ", found "
            + signers.stream().map(KeyId::hex).sorted().toList());
  }

  /** A key counts once, however often it signed. */
  private static Set<KeyId> signers(CoseSign envelope, List<TrustedKey> keys) {
    return keys.stream()
        .filter(key -> envelope.signatures().stream().anyMatch(one -> holds(envelope, one, key)))
        .map(TrustedKey::id)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean holds(CoseSign envelope, CoseSign.One one, TrustedKey key) {
    SignatureHeader header = one.header();
    return header.keyId().equals(key.id())
        && header.algorithm() == key.algorithm().cose()
        && key.signed(
            CoseSign.toBeSigned(header.octets(), CoseSign.ROOT_AAD, envelope.payload()),
            one.signature());
  }
}
