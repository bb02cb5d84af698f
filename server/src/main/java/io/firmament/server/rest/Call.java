package io.firmament.server.rest;

import io.firmament.server.app.Caller;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request as an endpoint sees it: routed, and made by somebody who may make it.
 *
 * @param path the named segments of the path, decoded
 * @param query the query's values
 * @param headers the value of a header, by its name
 * @param body the body
 * @param caller who asks
 * @param from where the request comes from
 * @param confidential whether nobody between the two ends can read along: TLS, or this machine
 */
record Call(
    Map<String, String> path,
    Fields query,
    Function<String, Optional<String>> headers,
    Body body,
    Caller caller,
    InetAddress from,
    boolean confidential) {
  /** A named segment of the path. */
  String segment(String name) {
    return path.get(name);
  }

  /** A header. */
  Optional<String> header(String name) {
    return headers.apply(name);
  }

  /** The same with the body's values, which have been read. */
  Call with(Fields fields) {
    return new Call(path, query, headers, body.read(fields), caller, from, confidential);
  }

  /** The body's values. */
  Fields fields() throws IOException, Problem {
    return body.fields();
  }
}
