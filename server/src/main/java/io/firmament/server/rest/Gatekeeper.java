package io.firmament.server.rest;

import io.firmament.server.access.Access;
import io.firmament.server.app.RefusedException;
import java.util.Locale;

/** Lets a caller through to an endpoint, or not: what a route needs against what he may do. */
final class Gatekeeper {
  private final Named named;

  Gatekeeper(Named named) {
    this.named = named;
  }

  /**
   * Looks at how far the caller may go, and at the product and the device that the path names.
   *
   * @throws Problem 403 when he may not
   * @throws RefusedException NOT_FOUND when there is no such product or device
   */
  void check(Needs needs, Call call) throws Problem, RefusedException {
    Access access = needs.access();
    if (!call.caller().rights().allows(access)) {
      throw Problem.forbidden(
          "'" + call.caller().name() + "' may only " + verb(call.caller().rights().access()),
          "this needs a token that may " + verb(access));
    }
    if (needs == Needs.READ || needs == Needs.WRITE) {
      if (call.path().containsKey("product")) {
        named.product(call);
      }
      if (call.path().containsKey("device")) {
        named.device(call);
      }
    }
  }

  private static String verb(Access access) {
    return access.name().toLowerCase(Locale.ROOT);
  }
}
