package io.firmament.conformance.fuzz;

import io.firmament.protocol.codec.Cbor;
import io.firmament.protocol.codec.CborDecoder;
import io.firmament.protocol.codec.CborEncoder;
import io.firmament.protocol.codec.DecodeException;
import io.firmament.protocol.manifest.EntitledKey;
import io.firmament.protocol.manifest.KeyId;
import io.firmament.protocol.manifest.KeySigner;
import io.firmament.protocol.manifest.Manifest;
import io.firmament.protocol.manifest.ManifestSigner;
import io.firmament.protocol.manifest.Root;
import io.firmament.protocol.manifest.SignRoot;
import io.firmament.protocol.manifest.TrustedKey;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleKind;
import io.firmament.protocol.value.ModuleName;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import io.firmament.protocol.value.Requirement;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A manifest and two root documents that use every key there is, and truly signed: what an edit
 * begins with. The same octets in every run.
 */
final class SignedDocuments {
  private static final int PAYLOAD = 2;

  /** By their seed: two root keys, a release key, a server's. */
  private final List<KeyPair> keys = new ArrayList<>();

  private final byte[] firstRoot;

  SignedDocuments() throws GeneralSecurityException {
    for (int seed = 1; seed <= 4; seed++) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(255, new Constant((byte) seed));
      keys.add(generator.generateKeyPair());
    }
    firstRoot = SignRoot.sign(root(1), rootSigners());
  }

  /** The key that signs manifests. */
  KeyPair release() {
    return keys.get(2);
  }

  /** A manifest for the application of product 7, platform 13. */
  Manifest manifest() {
    Manifest.Component application =
        new Manifest.Component(
            ModuleName.APPLICATION,
            new FirmwareVersion(2),
            5_000,
            Digest.of(new byte[] {1}),
            3,
            List.of(
                new Requirement(ModuleName.of(ModuleKind.SYSTEM_PART, 1), new FirmwareVersion(4))),
            true);
    return new Manifest(
        new ProductId(7),
        new PlatformId(13),
        Instant.parse("2026-01-01T00:00:00Z"),
        Optional.of(Instant.parse("2027-01-01T00:00:00Z")),
        Optional.empty(),
        List.of(application));
  }

  byte[] signedManifest() throws GeneralSecurityException {
    return new ManifestSigner(release().getPrivate(), release().getPublic()).sign(manifest());
  }

  /** Document 1, or 2, which follows it. */
  Root root(int number) {
    List<TrustedKey> trusted = keys.stream().map(pair -> TrustedKey.of(pair.getPublic())).toList();
    return new Root(
        number,
        2,
        trusted.subList(0, 2),
        List.of(new EntitledKey(trusted.get(2), Set.of(new ProductId(7), new ProductId(8)))),
        trusted.subList(3, 4),
        Set.of(new KeyId("0123456789abcdef"), new KeyId("fedcba9876543210")));
  }

  /** Document 1 with the signatures of both root keys. */
  byte[] signedRoot() {
    return firstRoot.clone();
  }

  /** The same with another payload, which both root keys have signed. */
  byte[] signedRoot(byte[] payload) throws GeneralSecurityException, DecodeException {
    Cbor decoded = CborDecoder.decode("COSE_Sign", firstRoot, firstRoot.length);
    List<Cbor> parts = new ArrayList<>(((Cbor.Array) decoded).items());
    parts.set(PAYLOAD, Cbor.bytes(payload));
    byte[] signed = CborEncoder.encode(new Cbor.Array(0, parts));
    for (KeySigner signer : rootSigners()) {
      signed = SignRoot.also(signed, signer);
    }
    return signed;
  }

  private List<KeySigner> rootSigners() {
    return keys.subList(0, 2).stream()
        .map(pair -> KeySigner.of(pair.getPrivate(), pair.getPublic()))
        .toList();
  }

  /** Makes the same key each time. */
  private static final class Constant extends SecureRandom {
    private static final long serialVersionUID = 1;

    private final byte octet;

    Constant(byte octet) {
      this.octet = octet;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      Arrays.fill(bytes, octet);
    }
  }
}
