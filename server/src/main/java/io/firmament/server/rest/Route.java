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
  /** Whether what it brings or is answered with is a password or a token. */
  boolean isAboutSecrets() {
    String at = path.toString();
    return at.startsWith("/oauth/")
        || at.startsWith("/v1/access_tokens")
        || at.equals("/v1/user")
        || at.startsWith("/v1/users");
  }

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
