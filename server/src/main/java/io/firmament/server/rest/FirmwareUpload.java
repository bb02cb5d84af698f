package io.firmament.server.rest;

import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.server.app.NewFirmware;
import io.firmament.server.app.RefusedException;
import io.firmament.server.app.UploadFirmware;
import io.firmament.server.device.Product;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Optional;
import java.util.OptionalLong;

/** Takes an uploaded firmware. */
final class FirmwareUpload {
  private final UploadFirmware upload;
  private final Named named;
  private final FileSpool spool;

  FirmwareUpload(UploadFirmware upload, Named named, FileSpool spool) {
    this.upload = upload;
    this.named = named;
    this.spool = spool;
  }

  Answer upload(Call call) throws Problem, RefusedException, IOException {
    Product product = named.product(call);
    return spool.receive(call, received -> uploaded(call, product, received));
  }

  private Answer uploaded(Call call, Product product, FileSpool.Received received)
      throws Problem, RefusedException, IOException {
    if (received.files() == 0) {
      throw Problem.invalid("the request brings no file", "send it as the part 'file'");
    } else if (received.files() > 1) {
      throw Problem.invalid("the request brings more than one file", "send one file in a request");
    }
    Fields fields = received.fields();
    OptionalLong version = fields.number("version");
    NewFirmware wish =
        new NewFirmware(
            product.id(),
            version.isPresent()
                ? Optional.of(new FirmwareVersion(Numbers.asInt(version.getAsLong())))
                : Optional.empty(),
            fields.text("title").orElse(""),
            fields.text("description").orElse(""),
            received.security(),
            received.manifest());
    try (InputStream content = Files.newInputStream(received.file())) {
      return Answer.created(FirmwareJson.of(upload.upload(wish, content, call.caller())));
    }
  }
}
