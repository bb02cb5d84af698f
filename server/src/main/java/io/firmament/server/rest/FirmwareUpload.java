package io.firmament.server.rest;

import io.firmament.protocol.codec.OfferCodec;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.server.app.NewFirmware;
import io.firmament.server.app.RefusedException;
import io.firmament.server.app.UploadFirmware;
import io.firmament.server.device.Product;
import java.io.IOException;
import java.io.InputStream;
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
 * Takes an uploaded firmware. The file comes first and what it is comes after it, so it waits in a
 * file of its own, under a name of our choice, until all is known.
 */
final class FirmwareUpload {
  /** The names of files that are being received. */
  static final String SPOOLED = "upload-*.part";

  private static final Set<String> SOURCES =
      Set.of("ino", "pde", "cpp", "cc", "cxx", "c", "h", "hpp", "properties");
  private static final long MAX_SECURITY = 0xFFFF_FFFFL;
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final long REST_BYTES = 1024 * 1024;

  private final UploadFirmware upload;
  private final Named named;
  private final RestSettings settings;
  private final Semaphore places;

  FirmwareUpload(UploadFirmware upload, Named named, RestSettings settings) {
    this.upload = upload;
    this.named = named;
    this.settings = settings;
    this.places = new Semaphore(settings.limits().uploads());
  }

  Answer upload(Call call) throws Problem, RefusedException, IOException {
    Product product = named.product(call);
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
      return uploaded(call, product, body);
    } finally {
      places.release();
    }
  }

  private Answer uploaded(Call call, Product product, Multipart body)
      throws Problem, RefusedException, IOException {
    Path file = spoolFile();
    try {
      Received received = receive(call.body(), body, file);
      Fields fields = received.fields();
      OptionalLong security = fields.number("security");
      OptionalLong version = fields.number("version");
      NewFirmware wish =
          new NewFirmware(
              product.id(),
              version.isPresent()
                  ? Optional.of(new FirmwareVersion(Numbers.asInt(version.getAsLong())))
                  : Optional.empty(),
              fields.text("title").orElse(""),
              fields.text("description").orElse(""),
              security.isPresent() ? Optional.of(checked(security.getAsLong())) : Optional.empty(),
              received.manifest());
      try (InputStream content = Files.newInputStream(file)) {
        return Answer.created(FirmwareJson.of(upload.upload(wish, content, call.caller())));
      }
    } finally {
      Files.deleteIfExists(file);
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

  /** What came beside the file. */
  private record Received(Fields fields, Optional<byte[]> manifest) {}

  /** Writes the file part to the disk and returns the rest. */
  private Received receive(Body body, Multipart multipart, Path file) throws Problem, IOException {
    List<Map.Entry<String, String>> fields = new ArrayList<>();
    Optional<byte[]> manifest = Optional.empty();
    boolean found = false;
    for (Optional<Multipart.Part> part = multipart.next();
        part.isPresent();
        part = multipart.next()) {
      if (part.get().name().equals("manifest")) {
        manifest = Optional.of(manifest(part.get()));
      } else if (part.get().file() && found) {
        throw Problem.invalid(
            "the request brings more than one file", "send one file in a request");
      } else if (part.get().file()) {
        if (SOURCES.contains(part.get().extension())) {
          throw source();
        }
        found = true;
        copy(body, part.get(), file);
      } else {
        String text = part.get().text(settings.limits().bodyBytes());
        fields.add(new SimpleImmutableEntry<>(part.get().name(), text));
      }
    }
    if (!found) {
      throw Problem.invalid("the request brings no file", "send it as the part 'file'");
    }
    return new Received(Fields.of(fields), manifest);
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

  private void copy(Body body, Multipart.Part part, Path file) throws Problem, IOException {
    long limit = settings.limits().uploadBytes();
    byte[] buffer = new byte[BUFFER_BYTES];
    long size = 0;
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
      for (int count = part.content().read(buffer);
          count >= 0;
          count = part.content().read(buffer)) {
        size += count;
        if (size > limit) {
          body.skip(REST_BYTES);
          throw Problem.tooLarge(
              "the file is larger than " + limit + " bytes", "no device takes a file of that size");
        }
        out.write(buffer, 0, count);
      }
    }
  }
}
