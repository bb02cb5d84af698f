package io.firmament.server.rest;

/**
 * A row of the table of routes.
 *
 * @param method the HTTP method
 * @param path the path
 * @param needs what it asks of whoever comes
 * @param endpoint who answers
 */
record Route(String method, PathTemplate path, Needs needs, Endpoint endpoint) {
  static Route get(String path, Needs needs, Endpoint endpoint) {
    return new Route("GET", new PathTemplate(path), needs, endpoint);
  }

  static Route post(String path, Needs needs, Endpoint endpoint) {
    return new Route("POST", new PathTemplate(path), needs, endpoint);
  }

  static Route put(String path, Needs needs, Endpoint endpoint) {
    return new Route("PUT", new PathTemplate(path), needs, endpoint);
  }

  static Route delete(String path, Needs needs, Endpoint endpoint) {
    return new Route("DELETE", new PathTemplate(path), needs, endpoint);
  }
}
