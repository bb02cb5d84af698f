package io.firmament.device.slot;

import io.firmament.device.core.InstalledImage;
import io.firmament.device.core.ManifestOctets;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.value.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The slots' files: images and their manifests, written aside, read back, and checked. Remembers
 * which slots were found sound.
 */
final class SlotImages {
  private final SlotFiles files;
  private final Map<Slot, InstalledImage> sound = new EnumMap<>(Slot.class);

  SlotImages(SlotFiles files) {
    this.files = files;
  }

  /**
   * Fills a slot that nothing uses: written aside, forced, read back, and renamed only when size
   * and digest are right.
   *
   * @param content the image; its failures are its own fault, apart from {@link
   *     FileInput.FileReadException}
   */
  SlotRecord fill(Slot slot, InstalledImage image, InputStream content)
      throws IOException, ImageRefusedException {
    sound.remove(slot);
    copy(content, slot.imageAside(), image.facts().sizeBytes());
    files.force(slot.imageAside());
    Digest digest = digest(slot.imageAside());
    if (!digest.equals(image.facts().digest())) {
      throw new ImageRefusedException(
          RefusalReason.IMAGE_DIGEST,
          "expected an image with SHA-256 " + image.facts().digest() + ", got " + digest);
    }
    files.create(slot.manifestAside());
    files.write(slot.manifestAside(), 0, image.manifest().octets());
    files.force(slot.manifestAside());
    files.move(slot.imageAside(), slot.image());
    files.move(slot.manifestAside(), slot.manifest());
    files.forceDirectory();
    sound.put(slot, image);
    return new SlotRecord(slot, image.facts(), image.manifest().digest(), image.component());
  }

  /**
   * Looks whether a slot holds what it must: size and digest of the image, digest of the manifest.
   */
  boolean check(SlotRecord record) {
    sound.remove(record.slot());
    try {
      read(record).ifPresent(image -> sound.put(record.slot(), image));
    } catch (IOException e) {
      return false;
    }
    return sound.containsKey(record.slot());
  }

  /** What a slot holds, if it was found sound. */
  Optional<InstalledImage> at(Slot slot) {
    return Optional.ofNullable(sound.get(slot));
  }

  /** Removes what is left in a slot that nothing uses. */
  void clear(Slot slot) throws IOException {
    sound.remove(slot);
    for (String name : names(slot)) {
      files.delete(name);
    }
    files.forceDirectory();
  }

  /** The names of all files that a slot may have. */
  static List<String> names(Slot slot) {
    return List.of(slot.image(), slot.manifest(), slot.imageAside(), slot.manifestAside());
  }

  /** The digest of a whole file. */
  Digest digest(String name) throws IOException {
    MessageDigest sha256 = Digest.sha256();
    try (InputStream in = new FileInput(files, name)) {
      byte[] buffer = new byte[FileInput.CHUNK_BYTES];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        sha256.update(buffer, 0, count);
      }
    }
    return Digest.ofOctets(sha256.digest());
  }

  private Optional<InstalledImage> read(SlotRecord record) throws IOException {
    String image = record.slot().image();
    if (files.size(image).orElse(-1) != record.facts().sizeBytes()
        || !digest(image).equals(record.facts().digest())) {
      return Optional.empty();
    }
    byte[] octets = files.read(record.slot().manifest(), 0, ManifestOctets.MAX_BYTES + 1);
    if (!Digest.of(octets).equals(record.manifest())) {
      return Optional.empty();
    }
    return Optional.of(
        new InstalledImage(record.facts(), ManifestOctets.of(octets), record.component()));
  }

  /** Copies all of the content, and refuses it at the first octet too many. */
  private void copy(InputStream content, String name, long sizeBytes)
      throws IOException, ImageRefusedException {
    files.create(name);
    long copied = 0;
    for (byte[] chunk = take(content); chunk.length > 0; chunk = take(content)) {
      if (chunk.length > sizeBytes - copied) {
        throw new ImageRefusedException(
            RefusalReason.IMAGE_DIGEST, "expected an image of " + sizeBytes + " octets, got more");
      }
      files.write(name, copied, chunk);
      copied += chunk.length;
    }
    if (copied < sizeBytes) {
      throw new ImageRefusedException(
          RefusalReason.IMAGE_DIGEST,
          "expected an image of " + sizeBytes + " octets, got " + copied);
    }
  }

  private static byte[] take(InputStream content)
      throws FileInput.FileReadException, ImageRefusedException {
    try {
      return content.readNBytes(FileInput.CHUNK_BYTES);
    } catch (FileInput.FileReadException e) {
      throw e;
    } catch (IOException e) {
      throw new ImageRefusedException(
          RefusalReason.DECODE_FAILED, "expected a whole image, but " + e.getMessage(), e);
    }
  }
}
