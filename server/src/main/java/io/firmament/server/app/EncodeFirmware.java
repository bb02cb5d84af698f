package io.firmament.server.app;

import io.firmament.protocol.coding.CodingException;
import io.firmament.protocol.coding.DecodeBounds;
import io.firmament.protocol.coding.DecoderMemory;
import io.firmament.protocol.coding.ImageCoding;
import io.firmament.protocol.coding.ImageCodings;
import io.firmament.protocol.message.CodingCapability;
import io.firmament.protocol.value.Coding;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.DeviceFacts;
import io.firmament.server.device.Product;
import io.firmament.server.release.Binary;
import io.firmament.server.release.Encoding;
import io.firmament.server.release.EncodingGap;
import io.firmament.server.release.EncodingGap.Cause;
import io.firmament.server.release.Firmware;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the encodings of a firmware, once, in the background: never on the fly, since another
 * version of a library gives other octets and would spoil a transfer that goes on.
 */
public final class EncodeFirmware {
  private static final Logger LOG = LoggerFactory.getLogger(EncodeFirmware.class);
  private static final int BUFFER_BYTES = 1 << 16;

  private final StateStore store;
  private final Fleet fleet;
  private final BlobStore blobs;
  private final BlobOwners owners;
  private final SweepBlobs sweep;
  private final Executor encoding;

  EncodeFirmware(
      StateStore store,
      Fleet fleet,
      BlobStore blobs,
      BlobOwners owners,
      SweepBlobs sweep,
      Executor encoding) {
    this.store = store;
    this.fleet = fleet;
    this.blobs = blobs;
    this.owners = owners;
    this.sweep = sweep;
    this.encoding = encoding;
  }

  /** Makes what is missing of a firmware's encodings; works in the background. */
  public void encode(ProductId product, FirmwareVersion version) {
    encoding.execute(() -> encodeNow(product, version));
  }

  /**
   * Goes on with all that a stop left unfinished, and tries again what failed: to be called at the
   * start. Says which codings cannot be made here at all.
   */
  public void resume() {
    for (Coding coding : Coding.values()) {
      ImageCodings.trouble(coding)
          .ifPresent(why -> LOG.warn("no {} encodings, but all others: {}", coding.label(), why));
    }
    for (Product product : fleet.all(Tables.PRODUCTS, "")) {
      fleet.firmware(product.id()).stream()
          .filter(f -> !f.untried().isEmpty())
          .forEach(f -> encode(f.product(), f.version()));
    }
  }

  private void encodeNow(ProductId product, FirmwareVersion version) {
    Optional<Firmware> firmware = fleet.firmware(product, version);
    if (firmware.isEmpty()) {
      return;
    }
    for (Coding coding : firmware.get().untried()) {
      Lock hold = sweep.hold();
      try {
        if (fleet.firmware(product, version).isPresent()) {
          edit(product, version, tried(firmware.get(), coding));
        }
      } catch (RefusedException e) {
        LOG.info("{} of version {}: {}", coding.label(), version, e.getMessage());
        sweep.strayed();
      } finally {
        hold.unlock();
      }
    }
  }

  /**
   * A firmware with the encodings that a device can decode, made at once. To be called within a
   * {@link SweepBlobs#hold}.
   */
  Firmware encodedFor(Firmware firmware, DeviceFacts facts) {
    Firmware made = firmware;
    for (CodingCapability capability : facts.said().codings()) {
      Optional<Coding> coding = Coding.ofWire(capability.wire());
      if (coding.filter(c -> firmware.encoding(c).isEmpty()).isPresent()) {
        made = tried(made, coding.get()).apply(made);
      }
    }
    return made;
  }

  /** What came of a coding, for the record. */
  private interface Result extends UnaryOperator<Firmware> {}

  /** Whatever is wrong with one coding keeps neither the others nor a release from going on. */
  private Result tried(Firmware firmware, Coding coding) {
    Optional<ImageCoding> with = ImageCodings.find(coding);
    if (with.isEmpty()) {
      return gap(coding, Cause.UNAVAILABLE, ImageCodings.trouble(coding).orElse(""));
    }
    try {
      return make(firmware.binary(), with.get());
    } catch (IOException | CodingException | RuntimeException e) {
      LOG.error(
          "version {} of product {} cannot be encoded as {}: {}",
          firmware.version(),
          firmware.product(),
          coding.label(),
          e.getMessage());
      return gap(coding, Cause.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private Result make(Binary binary, ImageCoding with) throws IOException, CodingException {
    Coding coding = with.coding();
    try (BlobDraft draft = blobs.draft()) {
      try (InputStream image = blobs.open(binary.image());
          OutputStream encoded = new BufferedOutputStream(draft.content(), BUFFER_BYTES)) {
        with.encode(image, binary.sizeBytes(), encoded);
      }
      long size = draft.sizeBytes();
      if (size >= binary.sizeBytes()) {
        return gap(coding, Cause.NOT_SMALLER, size + " bytes");
      }
      prove(binary, with, draft);
      if (owners.collides(draft.digest())) {
        return gap(coding, Cause.FAILED, "another file's digest begins with the same 9 octets");
      }
      Encoding made = new Encoding(coding, draft.keep(), size);
      return firmware -> firmware.withEncoding(made);
    }
  }

  private static Result gap(Coding coding, Cause cause, String detail) {
    return firmware -> firmware.withGap(new EncodingGap(coding, cause, detail));
  }

  /** Nothing is sent that was not decoded once into exactly the image that it stands for. */
  private static void prove(Binary binary, ImageCoding with, BlobDraft draft)
      throws IOException, CodingException {
    MessageDigest sha256 = Digest.sha256();
    long least = DecoderMemory.leastBytes(with.coding(), binary.sizeBytes());
    try (InputStream encoded = draft.open();
        OutputStream image = new DigestOutputStream(OutputStream.nullOutputStream(), sha256)) {
      with.decode(encoded, new DecodeBounds(binary.sizeBytes(), least), image);
    }
    Digest decoded = Digest.ofOctets(sha256.digest());
    if (!decoded.equals(binary.image())) {
      throw new IOException(
          with.coding().label() + " gives " + decoded + " back instead of " + binary.image());
    }
  }

  private void edit(ProductId product, FirmwareVersion version, Result how)
      throws RefusedException {
    Conflicts.again(
        () -> {
          Stored<Firmware> read =
              store
                  .find(Tables.FIRMWARE, Tables.key(product, version))
                  .orElseThrow(() -> FindFirmware.notFound(version));
          Firmware after = how.apply(read.value());
          if (after.equals(read.value())) {
            return after;
          }
          // Before anybody can offer it: a fast device asks for a block at once.
          owners.add(after);
          store.commit(Change.change().replace(Tables.FIRMWARE, read, after).build());
          return after;
        });
  }
}
