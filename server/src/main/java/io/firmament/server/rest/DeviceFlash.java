package io.firmament.server.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.server.app.FlashDevice;
import io.firmament.server.app.FlashReply;
import io.firmament.server.app.NewFlash;
import io.firmament.server.app.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Optional;
import java.util.OptionalLong;

/** Flashes a device with the file that a body brings (features API1, API5). */
final class DeviceFlash {
  private final FlashDevice flash;
  private final FileSpool spool;

  DeviceFlash(FlashDevice flash, FileSpool spool) {
    this.flash = flash;
    this.spool = spool;
  }

  /** What is done with a body of several parts that brings no file. */
  interface Otherwise {
    Answer answer(Call call) throws RefusedException, Problem, IOException;
  }

  /** Flashes; a body without a file is one of named values, as any other. */
  Answer flash(DeviceId device, Call call, Otherwise otherwise)
      throws RefusedException, Problem, IOException {
    return spool.receive(
        call,
        received ->
            received.files() == 0
                ? otherwise.answer(call.with(received.fields()))
                : flash(device, call, received));
  }

  private Answer flash(DeviceId device, Call call, FileSpool.Received received)
      throws RefusedException, Problem, IOException {
    if (received.files() > 1) {
      throw refused(
          new FlashReply.Refused(
              FlashReply.Why.SOURCE,
              "several files came: source code is not compiled here",
              "send a .bin or .zip that was built elsewhere"));
    }
    OptionalLong version = received.fields().number("version");
    NewFlash wish =
        new NewFlash(
            device,
            version.isPresent()
                ? Optional.of(new FirmwareVersion(Numbers.asInt(version.getAsLong())))
                : Optional.empty(),
            received.security(),
            received.manifest());
    try (InputStream content = Files.newInputStream(received.file())) {
      return answer(device, DeviceAnswer.of(device, flash.flash(wish, content, call.caller())));
    }
  }

  private static Answer answer(DeviceId device, FlashReply reply) throws Problem {
    if (reply instanceof FlashReply.Refused refused) {
      throw refused(refused);
    }
    String status = reply instanceof FlashReply.Started ? "Update started" : "Already running";
    return Answer.ok(
        JsonNodeFactory.instance
            .objectNode()
            .put("ok", true)
            .put("id", device.hex())
            .put("status", status));
  }

  private static Problem refused(FlashReply.Refused refused) {
    int status =
        switch (refused.why()) {
          case OFFLINE -> 404;
          case TOO_LARGE -> 413;
          case WRONG_PLATFORM, WRONG_PRODUCT, BUNDLE, SOURCE, UNREADABLE, BAD_MANIFEST -> 400;
          case UPDATES_DISABLED,
              BUSY,
              NOT_APPROVED,
              INCOMPATIBLE,
              LOOP_GUARD,
              OFFLINE_SIGNED,
              REFUSED ->
              409;
        };
    return new Problem(status, refused.why().label(), refused.message(), refused.hint());
  }
}
