package io.firmament.server.app;

import io.firmament.protocol.image.FirmwareImage;
import io.firmament.protocol.value.Coding;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.server.app.FlashReply.Why;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.device.Product;
import io.firmament.server.release.Encoding;
import io.firmament.server.release.Firmware;
import io.firmament.server.release.Flash;
import io.firmament.server.release.SignedManifest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes what is to be flashed out of a file: image, manifest for one device, encodings. */
final class PrepareFlash {
  /** Somebody waits: a larger image goes as it is, or as one that was uploaded before. */
  private static final long MOST_ENCODED_BYTES = 2 << 20;

  /** A file that says no version has none of its product's. */
  private static final FirmwareVersion NO_VERSION = new FirmwareVersion(0);

  private final BlobStore blobs;
  private final BlobOwners owners;
  private final SignManifest sign;
  private final AcceptManifest accept;
  private final EncodeFirmware encode;

  PrepareFlash(
      BlobStore blobs,
      BlobOwners owners,
      SignManifest sign,
      AcceptManifest accept,
      EncodeFirmware encode) {
    this.blobs = blobs;
    this.owners = owners;
    this.sign = sign;
    this.accept = accept;
    this.encode = encode;
  }

  /**
   * What would be flashed: nothing is stored or signed yet, and its manifest is none. No gate looks
   * at that.
   */
  Flash draft(
      NewFlash wish, DeviceRecord device, Product product, byte[] file, Instant now, Caller caller)
      throws FlashRefusedException {
    FirmwareImage image = FlashFile.read(file, product);
    if (product.offlineSigned() && wish.manifest().isEmpty()) {
      throw new FlashRefusedException(
          Why.OFFLINE_SIGNED,
          "product '" + product.slug() + "' is offline-signed: the server signs nothing for it",
          "make a manifest with 'firmament sign --device " + device.id() + "' and send it, too");
    }
    Firmware firmware =
        new Firmware(
            product.id(),
            version(wish, image),
            "",
            "",
            UploadRules.binary(image, product, wish.security().orElse(0L)),
            new SignedManifest(image.digest(), 0),
            List.of(new Encoding(Coding.IDENTITY, image.digest(), image.size())),
            List.of(),
            false,
            Optional.empty(),
            now,
            caller.name());
    return new Flash(device.id(), firmware);
  }

  private static FirmwareVersion version(NewFlash wish, FirmwareImage image)
      throws FlashRefusedException {
    Optional<FirmwareVersion> embedded = image.version();
    if (embedded.isPresent()
        && wish.declared().filter(d -> !d.equals(embedded.get())).isPresent()) {
      throw new FlashRefusedException(
          Why.UNREADABLE,
          "the file says that it is version "
              + embedded.get()
              + ", but version "
              + wish.declared().get()
              + " was declared",
          "leave the version out");
    }
    return embedded.or(wish::declared).orElse(NO_VERSION);
  }

  /** Stores and signs a draft. */
  Flash make(Flash draft, NewFlash wish, DeviceRecord device, Product product, byte[] file)
      throws FlashRefusedException, RefusedException, IOException {
    refuseCollision(draft.firmware());
    keep(file);
    SignedManifest manifest = manifest(draft, wish, product, file);
    Firmware made = draft.firmware().withManifest(manifest);
    refuseCollision(made);
    return new Flash(draft.device(), encoded(made, device));
  }

  private Firmware encoded(Firmware firmware, DeviceRecord device) {
    return firmware.binary().sizeBytes() <= MOST_ENCODED_BYTES && device.facts().isPresent()
        ? encode.encodedFor(firmware, device.facts().get())
        : firmware;
  }

  private SignedManifest manifest(Flash draft, NewFlash wish, Product product, byte[] file)
      throws FlashRefusedException, RefusedException, IOException {
    FirmwareImage image = FlashFile.read(file, product);
    Firmware firmware = draft.firmware();
    Optional<byte[]> given = wish.manifest();
    if (given.isEmpty()) {
      return sign.sign(
          product,
          Optional.of(draft.device()),
          firmware.version(),
          image,
          firmware.binary().security(),
          firmware.uploadedAt());
    }
    try {
      accept.check(
          given.get(),
          product,
          Optional.of(draft.device()),
          firmware.version(),
          image,
          Optional.of(firmware.binary().security()),
          firmware.uploadedAt());
    } catch (RefusedException e) {
      throw new FlashRefusedException(Why.BAD_MANIFEST, e.getMessage(), e.hint());
    }
    return sign.keep(given.get());
  }

  private void refuseCollision(Firmware firmware) throws FlashRefusedException {
    if (owners.collides(firmware.image()) || owners.collides(firmware.manifest().digest())) {
      throw new FlashRefusedException(
          Why.INCOMPATIBLE,
          "another file's digest begins with the same 9 octets",
          "change the file by one octet and send it again");
    }
  }

  private void keep(byte[] file) throws IOException {
    try {
      blobs.put(new ByteArrayInputStream(file), UploadFirmware.MAX_IMAGE_BYTES);
    } catch (BlobTooLargeException e) {
      throw new IllegalStateException("a file that was measured has grown", e);
    }
  }
}
