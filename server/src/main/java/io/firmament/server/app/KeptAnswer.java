package io.firmament.server.app;

import io.firmament.protocol.value.Digest;
import java.time.Instant;
import java.util.Map;

/**
 * What a request was answered with that brought an idempotency key.
 *
 * @param request a digest of what was asked for
 * @param status the status
 * @param body the body, as text; may be empty
 * @param headers what went with it
 * @param at when
 */
public record KeptAnswer(
    Digest request, int status, String body, Map<String, String> headers, Instant at) {
  /** Keeps a copy. */
  public KeptAnswer {
    headers = Map.copyOf(headers);
  }
}
