package io.firmament.server.rest;

import io.firmament.server.app.Caller;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * A request as an endpoint sees it: routed, and made by somebody who holds a token.
 *
 * @param path the named segments of the path, decoded
 * @param query the query's values
 * @param lastEventId the header {@code Last-Event-ID}
 * @param body the body
 * @param caller who asks
 * @param confidential whether nobody between the two ends can read along: TLS, or this machine
 */
record Call(
    Map<String, String> path,
    Fields query,
    Optional<String> lastEventId,
    Body body,
    Caller caller,
    boolean confidential) {
  /** A named segment of the path. */
  String segment(String name) {
    return path.get(name);
  }

  /** The body's values. */
  Fields fields() throws IOException, Problem {
    return body.fields();
  }
}
