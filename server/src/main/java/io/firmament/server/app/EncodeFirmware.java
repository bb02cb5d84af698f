package io.firmament.server.app;

import io.firmament.protocol.coding.CodingException;
import io.firmament.protocol.coding.ImageCoding;
import io.firmament.protocol.coding.ImageCodings;
import io.firmament.protocol.value.Coding;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.Product;
import io.firmament.server.release.Binary;
import io.firmament.server.release.Encoding;
import io.firmament.server.release.Firmware;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the encodings of a firmware, once, in the background: never on the fly, since another
 * version of a library gives other octets and would spoil a transfer that goes on.
 */
public final class EncodeFirmware {
  private static final Logger LOG = LoggerFactory.getLogger(EncodeFirmware.class);
  private final StateStore store;
  private final Fleet fleet;
  private final BlobStore blobs;
  private final BlobOwners owners;
  private final Executor encoding;

  EncodeFirmware(
      StateStore store, Fleet fleet, BlobStore blobs, BlobOwners owners, Executor encoding) {
    this.store = store;
    this.fleet = fleet;
    this.blobs = blobs;
    this.owners = owners;
    this.encoding = encoding;
  }

  /** Makes what is missing of a firmware's encodings; works in the background. */
  public void encode(ProductId product, FirmwareVersion version) {
    encoding.execute(() -> encodeNow(product, version));
  }

  /** Goes on with all that a stop left unfinished: to be called at the start. */
  public void resume() {
    for (Product product : fleet.all(Tables.PRODUCTS, "")) {
      fleet.firmware(product.id()).stream()
          .filter(f -> !f.encoded())
          .forEach(f -> encode(f.product(), f.version()));
    }
  }

  private void encodeNow(ProductId product, FirmwareVersion version) {
    Optional<Firmware> firmware = fleet.firmware(product, version).filter(f -> !f.encoded());
    if (firmware.isEmpty()) {
      return;
    }
    try {
      for (Coding coding : Coding.values()) {
        if (firmware.get().encoding(coding).isEmpty()) {
          Optional<Encoding> made = make(firmware.get().binary(), coding);
          if (made.isPresent()) {
            edit(product, version, f -> f.withEncoding(made.get()));
          }
        }
      }
      edit(product, version, Firmware::withEncoded);
    } catch (IOException | CodingException | BlobTooLargeException | RefusedException e) {
      LOG.error(
          "version {} of product {} stays without some encodings until the next start: {}",
          version,
          product,
          e.getMessage());
    }
  }

  private Optional<Encoding> make(Binary binary, Coding coding)
      throws IOException, CodingException, BlobTooLargeException {
    ImageCoding with = ImageCodings.of(coding);
    Path file = Files.createTempFile("firmament-", ".encoding");
    try {
      try (InputStream image = blobs.open(binary.image());
          OutputStream encoded = new BufferedOutputStream(Files.newOutputStream(file))) {
        with.encode(image, encoded);
      }
      long size = Files.size(file);
      if (size >= binary.sizeBytes()) {
        return Optional.empty();
      }
      prove(binary, with, file);
      return keep(coding, file, size);
    } finally {
      Files.delete(file);
    }
  }

  /** Nothing is sent that was not decoded once into exactly the image that it stands for. */
  private static void prove(Binary binary, ImageCoding with, Path file)
      throws IOException, CodingException {
    MessageDigest sha256 = Digest.sha256();
    try (InputStream encoded = Files.newInputStream(file);
        OutputStream image = new DigestOutputStream(OutputStream.nullOutputStream(), sha256)) {
      with.decode(encoded, binary.sizeBytes(), image);
    }
    Digest decoded = Digest.ofOctets(sha256.digest());
    if (!decoded.equals(binary.image())) {
      throw new IOException(
          with.coding().label() + " gives " + decoded + " back instead of " + binary.image());
    }
  }

  private Optional<Encoding> keep(Coding coding, Path file, long size)
      throws IOException, BlobTooLargeException {
    Digest digest;
    try (InputStream encoded = Files.newInputStream(file)) {
      digest = blobs.put(encoded, size);
    }
    return owners.collides(digest)
        ? Optional.empty()
        : Optional.of(new Encoding(coding, digest, size));
  }

  private void edit(ProductId product, FirmwareVersion version, UnaryOperator<Firmware> how)
      throws RefusedException {
    Conflicts.again(
        () -> {
          Stored<Firmware> read =
              store
                  .find(Tables.FIRMWARE, Tables.key(product, version))
                  .orElseThrow(() -> FindFirmware.notFound(version));
          Firmware after = how.apply(read.value());
          // Before anybody can offer it: a fast device asks for a block at once.
          owners.add(after);
          store.commit(Change.change().replace(Tables.FIRMWARE, read, after).build());
          return after;
        });
  }
}
