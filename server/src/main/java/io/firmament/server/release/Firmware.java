package io.firmament.server.release;

import io.firmament.protocol.value.Coding;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ProductId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
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
 * @param gaps the codings in which it is not kept, and why
 * @param released whether it was ever released: then it cannot be deleted any more (PRD6)
 * @param withdrawal that it was taken back, if it was: nobody is moved to it any more (PRD6)
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
    List<EncodingGap> gaps,
    boolean released,
    Optional<Withdrawal> withdrawal,
    Instant uploadedAt,
    String uploadedBy) {
  /** Keeps copies. */
  public Firmware {
    encodings = List.copyOf(encodings);
    gaps = List.copyOf(gaps);
  }

  /** Whether it was taken back. */
  public boolean withdrawn() {
    return withdrawal.isPresent();
  }

  /** The SHA-256 of its image. */
  public Digest image() {
    return binary.image();
  }

  /** The image in a coding, if it has been made. */
  public Optional<Encoding> encoding(Coding coding) {
    return encodings.stream().filter(e -> e.coding() == coding).findFirst();
  }

  /** Why the image is not kept in a coding, if that has been found out. */
  public Optional<EncodingGap> gap(Coding coding) {
    return gaps.stream().filter(g -> g.coding() == coding).findFirst();
  }

  /** Whether every coding has been tried: until then the background works on it. */
  public boolean encoded() {
    return Arrays.stream(Coding.values())
        .allMatch(coding -> encoding(coding).isPresent() || gap(coding).isPresent());
  }

  /** The codings that a start tries, for the first time or again. */
  public List<Coding> untried() {
    return Arrays.stream(Coding.values())
        .filter(coding -> encoding(coding).isEmpty())
        .filter(coding -> gap(coding).map(EncodingGap::isTriedAgain).orElse(true))
        .toList();
  }

  /** The same with one more encoding. */
  public Firmware withEncoding(Encoding made) {
    List<Encoding> all = new ArrayList<>(encodings);
    all.removeIf(e -> e.coding() == made.coding());
    all.add(made);
    return with(all, gapsBut(made.coding()), released, withdrawal);
  }

  /** The same without an encoding, for a reason. */
  public Firmware withGap(EncodingGap gap) {
    List<EncodingGap> all = gapsBut(gap.coding());
    all.add(gap);
    return with(encodings, all, released, withdrawal);
  }

  /** The same under another manifest. */
  public Firmware withManifest(SignedManifest other) {
    return new Firmware(
        product,
        version,
        title,
        description,
        binary,
        other,
        encodings,
        gaps,
        released,
        withdrawal,
        uploadedAt,
        uploadedBy);
  }

  /** The same once it has been released. */
  public Firmware withReleased() {
    return with(encodings, gaps, true, withdrawal);
  }

  /** The same, taken back. */
  public Firmware withWithdrawal(Withdrawal now) {
    return with(encodings, gaps, released, Optional.of(now));
  }

  /** The same under other words. */
  public Firmware withTitle(String newTitle, String newDescription) {
    return new Firmware(
        product,
        version,
        newTitle,
        newDescription,
        binary,
        manifest,
        encodings,
        gaps,
        released,
        withdrawal,
        uploadedAt,
        uploadedBy);
  }

  private List<EncodingGap> gapsBut(Coding coding) {
    List<EncodingGap> others = new ArrayList<>(gaps);
    others.removeIf(g -> g.coding() == coding);
    return others;
  }

  private Firmware with(
      List<Encoding> made,
      List<EncodingGap> missing,
      boolean everReleased,
      Optional<Withdrawal> takenBack) {
    return new Firmware(
        product,
        version,
        title,
        description,
        binary,
        manifest,
        made,
        missing,
        everReleased,
        takenBack,
        uploadedAt,
        uploadedBy);
  }
}
