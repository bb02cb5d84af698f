package io.firmament.server.release;

import io.firmament.protocol.value.Coding;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ProductId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One version of a product's firmware (feature PRD1).
 *
 * @param product the product that it belongs to
 * @param version its version, unique in the product
 * @param title its title, which may be empty
 * @param description its description, which may be empty
 * @param binary what its file is
 * @param manifest its signed manifest
 * @param encodings its image as it can be sent; identity is there from the beginning
 * @param encoded whether every coding has been tried; until then the background works on it
 * @param released whether it was ever released: then it cannot be deleted any more (PRD6)
 * @param withdrawn whether it was taken back: nobody is moved to it any more (PRD6)
 * @param uploadedAt when it came
 * @param uploadedBy who brought it
 */
public record Firmware(
    ProductId product,
    FirmwareVersion version,
    String title,
    String description,
    Binary binary,
    SignedManifest manifest,
    List<Encoding> encodings,
    boolean encoded,
    boolean released,
    boolean withdrawn,
    Instant uploadedAt,
    String uploadedBy) {
  /** Keeps a copy. */
  public Firmware {
    encodings = List.copyOf(encodings);
  }

  /** The SHA-256 of its image. */
  public Digest image() {
    return binary.image();
  }

  /** The image in a coding, if it has been made. */
  public Optional<Encoding> encoding(Coding coding) {
    return encodings.stream().filter(e -> e.coding() == coding).findFirst();
  }

  /** The same with one more encoding. */
  public Firmware withEncoding(Encoding made) {
    List<Encoding> all = new ArrayList<>(encodings);
    all.removeIf(e -> e.coding() == made.coding());
    all.add(made);
    return new Firmware(
        product,
        version,
        title,
        description,
        binary,
        manifest,
        all,
        encoded,
        released,
        withdrawn,
        uploadedAt,
        uploadedBy);
  }

  /** The same once every coding has been tried. */
  public Firmware withEncoded() {
    return new Firmware(
        product,
        version,
        title,
        description,
        binary,
        manifest,
        encodings,
        true,
        released,
        withdrawn,
        uploadedAt,
        uploadedBy);
  }

  /** The same once it has been released. */
  public Firmware withReleased() {
    return new Firmware(
        product,
        version,
        title,
        description,
        binary,
        manifest,
        encodings,
        encoded,
        true,
        withdrawn,
        uploadedAt,
        uploadedBy);
  }

  /** The same, taken back or not. */
  public Firmware withWithdrawn(boolean now) {
    return new Firmware(
        product,
        version,
        title,
        description,
        binary,
        manifest,
        encodings,
        encoded,
        released,
        now,
        uploadedAt,
        uploadedBy);
  }
}
