package io.firmament.server.rest;

import io.firmament.server.app.RefusedException;
import java.io.IOException;

/** Answers the requests of one route. */
@FunctionalInterface
interface Endpoint {
  /**
   * Answers a request.
   *
   * @throws Problem when the request is not as it must be
   * @throws RefusedException when a use case refuses
   * @throws IOException when the client or the disk fails
   */
  Answer answer(Call call) throws Problem, RefusedException, IOException;
}
