package io.firmament.server.rest;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * A request whose body must come on: after some time on average so many octets a second. Without
 * that, an octet now and then would hold a connection, and a place for uploads, for ever.
 */
final class PacedRequest extends Request.Wrapper {
  private final InstantSource clock;
  private final RestLimits limits;
  private final Instant since;
  private long octets;

  PacedRequest(Request request, RestLimits limits, InstantSource clock) {
    super(request);
    this.limits = limits;
    this.clock = clock;
    this.since = clock.instant();
  }

  @Override
  public Content.Chunk read() {
    Content.Chunk chunk = super.read();
    if (chunk == null || Content.Chunk.isFailure(chunk) || chunk.isLast()) {
      return chunk;
    }
    octets += chunk.remaining();
    Duration spent = Duration.between(since, clock.instant()).minus(limits.bodyGrace());
    if (octets >= spent.toSeconds() * limits.bodyBytesPerSecond()) {
      return chunk;
    }
    chunk.release();
    SlowBodyException slow = new SlowBodyException(limits.bodyBytesPerSecond());
    getWrapped().fail(slow);
    return Content.Chunk.from(slow, true);
  }
}
