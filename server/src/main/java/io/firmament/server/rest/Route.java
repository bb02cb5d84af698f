package io.firmament.server.rest;

/**
 * A row of the table of routes.
 *
 * @param method the HTTP method
 * @param path the path
 * @param endpoint who answers
 */
record Route(String method, PathTemplate path, Endpoint endpoint) {
  static Route get(String path, Endpoint endpoint) {
    return new Route("GET", new PathTemplate(path), endpoint);
  }

  static Route post(String path, Endpoint endpoint) {
    return new Route("POST", new PathTemplate(path), endpoint);
  }

  static Route put(String path, Endpoint endpoint) {
    return new Route("PUT", new PathTemplate(path), endpoint);
  }

  static Route delete(String path, Endpoint endpoint) {
    return new Route("DELETE", new PathTemplate(path), endpoint);
  }
}
