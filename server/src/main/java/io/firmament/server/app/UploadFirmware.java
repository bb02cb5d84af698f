package io.firmament.server.app;

import io.firmament.protocol.image.FirmwareImage;
import io.firmament.protocol.image.ImageException;
import io.firmament.protocol.image.ReadImage;
import io.firmament.protocol.manifest.Manifest;
import io.firmament.protocol.value.Coding;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.server.device.Product;
import io.firmament.server.release.Encoding;
import io.firmament.server.release.Firmware;
import io.firmament.server.release.SignedManifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/** Takes a new version of a firmware (features PRD1 to PRD4). */
public final class UploadFirmware {
  /** The largest image that is taken, in octets (feature XFR8). */
  public static final int MAX_IMAGE_BYTES = 64 << 20;

  private static final int BUFFER_BYTES = 64 * 1024;

  private final StateStore store;
  private final Fleet fleet;
  private final BlobStore blobs;
  private final BlobOwners owners;
  private final SweepBlobs sweep;
  private final SignManifest signManifest;
  private final AcceptManifest acceptManifest;
  private final EncodeFirmware encodeFirmware;
  private final InstantSource clock;

  UploadFirmware(
      StateStore store,
      Fleet fleet,
      BlobStore blobs,
      BlobOwners owners,
      SweepBlobs sweep,
      SignManifest signManifest,
      AcceptManifest acceptManifest,
      EncodeFirmware encodeFirmware,
      InstantSource clock) {
    this.store = store;
    this.fleet = fleet;
    this.blobs = blobs;
    this.owners = owners;
    this.sweep = sweep;
    this.signManifest = signManifest;
    this.acceptManifest = acceptManifest;
    this.encodeFirmware = encodeFirmware;
    this.clock = clock;
  }

  /**
   * Reads, checks, signs and keeps a firmware; its encodings are made in the background.
   *
   * @param content the file, at most {@link #MAX_IMAGE_BYTES}; read to its end, not closed
   * @throws RefusedException INVALID when the file does not hold what was declared (both numbers
   *     are said), CONFLICT when the version is not higher than every one that is there, TOO_LARGE
   * @throws IOException when the content cannot be read or kept
   */
  public Firmware upload(NewFirmware wish, InputStream content, Caller caller)
      throws RefusedException, IOException {
    Product product =
        fleet
            .product(wish.product())
            .orElseThrow(() -> FindProduct.notFound(wish.product().toString()));
    try (BlobDraft draft = blobs.draft()) {
      // A file may be larger than what is left of the heap: it is looked at on the disk.
      copy(content, draft);
      FirmwareImage image = image(draft.view());
      FirmwareVersion version = UploadRules.check(wish, product, image);
      UploadRules.refuseOld(version, fleet.firmware(product.id()));
      refuseCollision(image.digest());
      Firmware firmware = stored(draft, wish, product, version, image, caller);
      encodeFirmware.encode(product.id(), version);
      return firmware;
    }
  }

  private static void copy(InputStream content, BlobDraft draft)
      throws RefusedException, IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
      if (count > MAX_IMAGE_BYTES - draft.sizeBytes()) {
        throw new RefusedException(
            RefusedException.Kind.TOO_LARGE,
            "the file is larger than " + MAX_IMAGE_BYTES + " bytes",
            "no device takes an image of that size");
      }
      draft.content().write(buffer, 0, count);
    }
  }

  /** Nothing is swept from before the first blob is there until a record names them all. */
  private Firmware stored(
      BlobDraft draft,
      NewFirmware wish,
      Product product,
      FirmwareVersion version,
      FirmwareImage image,
      Caller caller)
      throws RefusedException, IOException {
    Lock hold = sweep.hold();
    boolean named = false;
    try {
      draft.keep();
      Firmware firmware = firmware(wish, product, version, image, caller);
      // Before anybody can offer it: a fast device asks for a block at once.
      owners.add(firmware);
      Conflicts.again(() -> commit(firmware));
      named = true;
      return firmware;
    } finally {
      if (!named) {
        sweep.strayed();
      }
      hold.unlock();
    }
  }

  private static FirmwareImage image(ByteBuffer file) throws RefusedException {
    try {
      return ReadImage.from(file);
    } catch (ImageException e) {
      throw new RefusedException(RefusedException.Kind.INVALID, e.getMessage(), e.hint());
    }
  }

  private void refuseCollision(Digest digest) throws RefusedException {
    if (owners.collides(digest)) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "another file's digest begins with the same 9 octets: " + digest.prefix(),
          "change the file by one octet and upload it again");
    }
  }

  private Firmware firmware(
      NewFirmware wish,
      Product product,
      FirmwareVersion version,
      FirmwareImage image,
      Caller caller)
      throws IOException, RefusedException {
    Instant now = clock.instant();
    Manifested manifested = manifested(wish, product, version, image, now);
    SignedManifest manifest = manifested.manifest();
    refuseCollision(manifest.digest());
    return new Firmware(
        product.id(),
        version,
        wish.title(),
        wish.description(),
        UploadRules.binary(image, product, manifested.security()),
        manifest,
        List.of(new Encoding(Coding.IDENTITY, image.digest(), image.size())),
        List.of(),
        false,
        Optional.empty(),
        now,
        caller.name());
  }

  /** A manifest, and the security number in it. */
  private record Manifested(SignedManifest manifest, long security) {}

  private Manifested manifested(
      NewFirmware wish, Product product, FirmwareVersion version, FirmwareImage image, Instant now)
      throws IOException, RefusedException {
    if (wish.manifest().isPresent()) {
      byte[] signed = wish.manifest().get();
      Manifest.Component component =
          acceptManifest.check(
              signed, product, Optional.empty(), version, image, wish.security(), now);
      return new Manifested(signManifest.keep(signed), component.security());
    }
    UploadRules.refuseUnsigned(product);
    long security = wish.security().orElse(0L);
    return new Manifested(
        signManifest.sign(product, Optional.empty(), version, image, security, now), security);
  }

  /** Writes the product, too, unchanged: of two uploads at once, the second one looks again. */
  private Firmware commit(Firmware firmware) throws ConflictException, RefusedException {
    Stored<Product> product =
        store
            .find(Tables.PRODUCTS, Tables.key(firmware.product()))
            .orElseThrow(() -> FindProduct.notFound(firmware.product().toString()));
    UploadRules.refuseOld(firmware.version(), fleet.firmware(firmware.product()));
    String data = "{\"version\":\"" + firmware.version() + "\"}";
    store.commit(
        Change.change()
            .replace(Tables.PRODUCTS, product, product.value())
            .create(Tables.FIRMWARE, Tables.key(firmware.product(), firmware.version()), firmware)
            .event(
                ServerEvent.ofProduct(
                        EventNames.FIRMWARE_CREATE, data, clock.instant(), firmware.product())
                    .by(firmware.uploadedBy()))
            .build());
    return firmware;
  }
}
