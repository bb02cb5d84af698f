package io.firmament.server.rest;

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
import java.util.concurrent.Semaphore;

/**
 * Takes an uploaded firmware. The file comes first and what it is comes after it, so it waits in a
 * file of its own, under a name of our choice, until all is known.
 */
final class FirmwareUpload {
  /** The names of files that are being received. */
  static final String SPOOLED = "upload-*.part";

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
      Fields fields = receive(call.body(), body, file);
      OptionalLong version = fields.number("version");
      NewFirmware wish =
          new NewFirmware(
              product.id(),
              version.isPresent()
                  ? Optional.of(new FirmwareVersion(Numbers.asInt(version.getAsLong())))
                  : Optional.empty(),
              fields.text("title").orElse(""),
              fields.text("description").orElse(""));
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

  /** Writes the file part to the disk and returns the fields. */
  private Fields receive(Body body, Multipart multipart, Path file) throws Problem, IOException {
    List<Map.Entry<String, String>> fields = new ArrayList<>();
    boolean found = false;
    for (Optional<Multipart.Part> part = multipart.next();
        part.isPresent();
        part = multipart.next()) {
      if (part.get().file() && found) {
        throw Problem.invalid(
            "the request brings more than one file", "send one file in a request");
      } else if (part.get().file()) {
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
    return Fields.of(fields);
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
