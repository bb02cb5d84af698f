package io.firmament.server.rest;

import io.firmament.protocol.codec.OfferCodec;
import io.firmament.server.app.RefusedException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * Receives a file with what belongs to it. The file comes first and what it is comes after it, so
 * it waits in a file of its own, under a name of our choice, until all is known.
 */
final class FileSpool {
  /** The names of files that are being received. */
  static final String SPOOLED = "upload-*.part";

  private static final Set<String> SOURCES =
      Set.of("ino", "pde", "cpp", "cc", "cxx", "c", "h", "hpp", "properties");
  private static final long MAX_SECURITY = 0xFFFF_FFFFL;
  private static final int BUFFER_BYTES = 64 * 1024;

  private final RestSettings settings;
  private final Semaphore places;

  FileSpool(RestSettings settings) {
    this.settings = settings;
    this.places = new Semaphore(settings.limits().uploads());
  }

  /**
   * What came.
   *
   * @param files how many files
   * @param file the first of them, on the disk; nothing where there is none
   * @param fields the fields beside it
   * @param manifest the manifest beside it
   */
  record Received(int files, Path file, Fields fields, Optional<byte[]> manifest) {
    /** Its security number, if one is said. */
    Optional<Long> security() throws Problem {
      OptionalLong security = fields.number("security");
      return security.isPresent() ? Optional.of(checked(security.getAsLong())) : Optional.empty();
    }
  }

  /** Does something with what came. */
  interface Use {
    Answer with(Received received) throws Problem, RefusedException, IOException;
  }

  /** Receives a body; what was received is gone when this returns. */
  Answer receive(Call call, Use use) throws Problem, RefusedException, IOException {
    Multipart body = call.body().multipart();
    if (!places.tryAcquire()) {
      throw new Problem(
              429,
              "too_many_uploads",
              settings.limits().uploads() + " uploads are in progress, which is the most",
              "try again when one has ended")
          .with("Retry-After", "10");
    }
    try {
      Path file = spoolFile();
      try {
        return use.with(receive(body, file));
      } finally {
        Files.deleteIfExists(file);
      }
    } finally {
      places.release();
    }
  }

  private Path spoolFile() throws IOException {
    Files.createDirectories(settings.spool());
    return Files.createTempFile(
        settings.spool(),
        "upload-",
        ".part",
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  private static long checked(long security) throws Problem {
    if (security < 0 || security > MAX_SECURITY) {
      throw Problem.invalid(
          "'security' must be from 0 to " + MAX_SECURITY + ", but was " + security,
          "count it up by one with each release that mends a weakness");
    }
    return security;
  }

  /** Writes the first file to the disk and returns the rest. */
  private Received receive(Multipart multipart, Path file) throws Problem, IOException {
    List<Map.Entry<String, String>> fields = new ArrayList<>();
    Optional<byte[]> manifest = Optional.empty();
    int files = 0;
    for (Optional<Multipart.Part> part = multipart.next();
        part.isPresent();
        part = multipart.next()) {
      if (part.get().name().equals("manifest")) {
        manifest = Optional.of(manifest(part.get()));
      } else if (!part.get().file()) {
        String text = part.get().text(settings.limits().bodyBytes());
        fields.add(new SimpleImmutableEntry<>(part.get().name(), text));
      } else if (SOURCES.contains(part.get().extension())) {
        throw source();
      } else if (files++ == 0) {
        copy(part.get(), file);
      }
    }
    return new Received(files, file, Fields.of(fields), manifest);
  }

  /** Source code is not compiled here (feature API5). */
  static Problem source() {
    return Problem.invalid(
        "source code is not compiled here", "send a .bin or .zip, as your tools have built it");
  }

  private static byte[] manifest(Multipart.Part part) throws Problem, IOException {
    byte[] octets = part.content().readNBytes(OfferCodec.MAX_MANIFEST_OCTETS + 1);
    if (octets.length > OfferCodec.MAX_MANIFEST_OCTETS) {
      throw Problem.tooLarge(
          "the manifest is larger than " + OfferCodec.MAX_MANIFEST_OCTETS + " bytes",
          "send what 'firmament sign' made");
    }
    return octets;
  }

  private void copy(Multipart.Part part, Path file) throws Problem, IOException {
    long limit = settings.limits().uploadBytes();
    byte[] buffer = new byte[BUFFER_BYTES];
    long size = 0;
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
      for (int count = part.content().read(buffer);
          count >= 0;
          count = part.content().read(buffer)) {
        size += count;
        if (size > limit) {
          throw Problem.tooLarge(
              "the file is larger than " + limit + " bytes", "no device takes a file of that size");
        }
        out.write(buffer, 0, count);
      }
    }
  }
}
