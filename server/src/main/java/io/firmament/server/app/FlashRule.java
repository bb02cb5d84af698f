package io.firmament.server.app;

import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.value.DeviceId;
import io.firmament.server.app.FlashReply.Refused;
import io.firmament.server.app.FlashReply.Why;
import io.firmament.server.targeting.ClosedGate;
import io.firmament.server.targeting.ReasonCode;

/** Why a device is not flashed, out of what the decision and the device say. */
final class FlashRule {
  private FlashRule() {}

  /** Why a closed gate keeps a file from a device. */
  static Refused refused(DeviceId device, ClosedGate closed) {
    String message = "device " + device + ": " + closed.words().why();
    return new Refused(why(closed), message, hint(device, closed));
  }

  private static Why why(ClosedGate closed) {
    return switch (closed.code()) {
      case OFFLINE -> Why.OFFLINE;
      case UPDATES_DISABLED -> Why.UPDATES_DISABLED;
      case QUARANTINED, DENIED -> Why.NOT_APPROVED;
      case LOOP_GUARD -> Why.LOOP_GUARD;
      case ON_TRIAL -> Why.BUSY;
      case INCOMPATIBLE -> misfit(closed.reason().parameters().get(0));
      case UP_TO_DATE,
          DEVELOPMENT_DEVICE,
          NO_TARGET,
          MISSING_PREREQUISITE,
          WITHDRAWN,
          HALTED,
          FAILED,
          NEXT_SESSION,
          RATE_LIMITED ->
          Why.INCOMPATIBLE;
    };
  }

  private static Why misfit(String what) {
    return switch (what) {
      case "platform" -> Why.WRONG_PLATFORM;
      case "size" -> Why.TOO_LARGE;
      default -> Why.INCOMPATIBLE;
    };
  }

  private static String hint(DeviceId device, ClosedGate closed) {
    return closed.code() == ReasonCode.UPDATES_DISABLED
        ? "wait until it enables them, or 'firmament device force " + device + "'"
        : "it can be flashed when: " + closed.words().opensWhen();
  }

  /**
   * Why a device itself did not take what it was offered.
   *
   * @param reason the name of its reason
   */
  static Refused refused(DeviceId device, String reason) {
    return new Refused(
        why(reason),
        "device " + device + " did not take it: " + reason,
        "see 'firmament device show " + device + "', and try again");
  }

  private static Why why(String reason) {
    return switch (RefusalReason.valueOf(reason)) {
      case UPDATES_DISABLED -> Why.UPDATES_DISABLED;
      case BUSY -> Why.BUSY;
      case WRONG_PLATFORM -> Why.WRONG_PLATFORM;
      case WRONG_PRODUCT -> Why.WRONG_PRODUCT;
      case IMAGE_TOO_LARGE, ENCODED_TOO_LARGE, NO_SPACE -> Why.TOO_LARGE;
      default -> Why.REFUSED;
    };
  }

  static Refused busy(DeviceId device) {
    return new Refused(
        Why.BUSY,
        "another update is on its way to device " + device,
        "wait for its end, or stop it with 'firmament device cancel " + device + "'");
  }

  static Refused offline(DeviceId device, String what) {
    return new Refused(
        Why.OFFLINE,
        "device " + device + " " + what,
        "nothing will happen later; see 'firmament device show " + device + "', and try again");
  }
}
