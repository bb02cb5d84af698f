package io.firmament.conformance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.firmament.protocol.codec.DecodeException;
import io.firmament.protocol.manifest.DeviceState;
import io.firmament.protocol.manifest.JudgeManifest;
import io.firmament.protocol.manifest.JudgeRoot;
import io.firmament.protocol.manifest.Manifest;
import io.firmament.protocol.manifest.ManifestCodec;
import io.firmament.protocol.manifest.ManifestSigner;
import io.firmament.protocol.manifest.ReadManifest;
import io.firmament.protocol.manifest.RootCodec;
import io.firmament.protocol.manifest.RootVerdict;
import io.firmament.protocol.manifest.TrustedKeys;
import io.firmament.protocol.manifest.Verdict;
import io.firmament.protocol.message.CodingCapability;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.Representation;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.ModuleKind;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;

/**
 * Manifests and root documents: payloads, envelopes, and manifests that are truly signed; as the
 * octets that they are, or as edits of a sound one.
 */
class TrustFuzzTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final DeviceState DEVICE =
      new DeviceState(
          new DeviceId("e00fce68aabbccddeeff0011"),
          new ProductId(7),
          new PlatformId(13),
          List.of(),
          Map.of(),
          Map.of(ModuleKind.APPLICATION, 1L << 20),
          1L << 20,
          List.of(new CodingCapability(0, 0)));
  private static SignedDocuments documents;
  private static KeyPair release;
  private static byte[] manifest;
  private static byte[] root;

  @BeforeAll
  static void documents_are_signed() throws GeneralSecurityException {
    documents = new SignedDocuments();
    release = documents.release();
    manifest = documents.signedManifest();
    root = documents.signedRoot();
  }

  @FuzzTest(maxDuration = "10m")
  void document(byte[] input) throws GeneralSecurityException {
    if (input.length == 0) {
      return;
    }
    byte[] octets = Arrays.copyOfRange(input, 1, input.length);
    try {
      read(input[0], octets);
    } catch (DecodeException refused) {
      assertThat(refused.getMessage()).isNotEmpty();
    }
  }

  private static void read(byte kind, byte[] octets)
      throws DecodeException, GeneralSecurityException {
    ByteBuffer edits = ByteBuffer.wrap(octets);
    switch (Math.floorMod(kind, 11)) {
      case 0 -> payload(octets);
      case 1 -> rootPayload(octets);
      case 2 -> ReadManifest.stored(octets);
      case 3 -> ReadManifest.root(octets);
      case 4 -> assertThat(JudgeRoot.anchor(octets)).isInstanceOf(RootVerdict.class);
      case 5 -> assertThat(judge(octets)).isInstanceOf(Verdict.Refused.class);
      case 6 -> signed(octets);
      case 7 -> signed(EditedCbor.edited(ManifestCodec.encode(documents.manifest()), edits));
      case 8 -> signedRoot(edits);
      case 9 -> editedManifest(EditedCbor.edited(manifest, edits));
      default -> editedRoot(EditedCbor.edited(root, edits));
    }
  }

  private static void payload(byte[] octets) throws DecodeException {
    byte[] said = ManifestCodec.encode(ManifestCodec.decode(octets));
    assertThat(ManifestCodec.encode(ManifestCodec.decode(said))).isEqualTo(said);
  }

  private static void rootPayload(byte[] octets) throws DecodeException {
    byte[] said = RootCodec.encode(RootCodec.decode(octets));
    assertThat(RootCodec.encode(RootCodec.decode(said))).isEqualTo(said);
  }

  /** A root document that says anything at all, signed by the keys of the one before it. */
  private static void signedRoot(ByteBuffer edits)
      throws DecodeException, GeneralSecurityException {
    int number = edits.hasRemaining() ? 1 + (edits.get() & 1) : 1;
    byte[] payload = EditedCbor.edited(RootCodec.encode(documents.root(number)), edits);
    rootPayload(payload);
    byte[] signed = documents.signedRoot(payload);
    if (JudgeRoot.anchor(signed) instanceof RootVerdict.Accepted accepted) {
      assertThat(accepted.root()).isEqualTo(RootCodec.decode(payload));
    }
    if (JudgeRoot.verify(documents.root(1), signed) instanceof RootVerdict.Accepted accepted) {
      assertThat(accepted.root().number()).isEqualTo(2);
    }
  }

  /** Whatever was done to it: it is refused, or says what was signed. */
  private static void editedManifest(byte[] edited) throws DecodeException {
    if (judge(edited) instanceof Verdict.Accepted accepted) {
      assertThat(accepted.manifest()).isEqualTo(documents.manifest());
    }
    ReadManifest.signer(edited);
    ReadManifest.stored(edited);
  }

  private static void editedRoot(byte[] edited) throws DecodeException {
    if (JudgeRoot.anchor(edited) instanceof RootVerdict.Accepted accepted) {
      assertThat(accepted.root()).isEqualTo(documents.root(1));
    }
    ReadManifest.root(edited);
  }

  /** A manifest with a good signature that says anything at all. */
  private static void signed(byte[] octets) throws DecodeException, GeneralSecurityException {
    Manifest manifest = ManifestCodec.decode(octets);
    byte[] signed = new ManifestSigner(release.getPrivate(), release.getPublic()).sign(manifest);
    if (judge(signed) instanceof Verdict.Accepted accepted) {
      assertThat(accepted.manifest()).isEqualTo(manifest);
      assertThat(manifest.product()).isEqualTo(DEVICE.product());
    }
  }

  private static Verdict judge(byte[] signed) {
    Digest digest = Digest.of(signed);
    Representation plain = new Representation(0, Optional.empty(), 1000, digest);
    Offer offer =
        new Offer(
            1,
            digest,
            signed.length,
            false,
            false,
            Optional.empty(),
            List.of(new Offer.OfferedComponent(0, List.of(plain))));
    return JudgeManifest.verify(signed, TrustedKeys.of(release.getPublic()), DEVICE, offer, NOW);
  }
}
