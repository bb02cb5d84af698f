package io.firmament.server.rest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the route of a request: the first row that fits. */
final class RouteTable {
  private final List<Route> rows;

  RouteTable(List<Route> rows) {
    this.rows = List.copyOf(rows);
  }

  List<Route> rows() {
    return rows;
  }

  /** A route, and what the path's named segments are. */
  record Found(Route route, Map<String, String> path) {}

  /**
   * The route of a request, if there is one.
   *
   * @param rawPath the path as it came, not decoded
   * @throws Problem 400 when the path cannot be decoded
   */
  Optional<Found> find(String method, String rawPath) throws Problem {
    List<String> segments = PathTemplate.segments(rawPath);
    for (Route row : rows) {
      if (row.method().equals(method)) {
        Optional<Map<String, String>> path = row.path().match(segments);
        if (path.isPresent()) {
          return Optional.of(new Found(row, path.get()));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Why there is no route: 404 when no row has this path, 405 when none has it with this method.
   */
  Problem missing(String method, String rawPath) throws Problem {
    List<String> segments = PathTemplate.segments(rawPath);
    TreeSet<String> allowed = new TreeSet<>();
    for (Route row : rows) {
      if (row.path().match(segments).isPresent()) {
        allowed.add(row.method());
      }
    }
    if (allowed.isEmpty()) {
      return Problem.notFound(
          "there is nothing at " + rawPath, "GET /openapi.json lists all that there is");
    }
    String methods = String.join(", ", allowed);
    return new Problem(
            405,
            "method_not_allowed",
            rawPath + " does not take " + method + ", but " + methods,
            "check the method")
        .with("Allow", methods);
  }
}
