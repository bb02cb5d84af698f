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
   * The route of a request.
   *
   * @param rawPath the path as it came, not decoded
   * @throws Problem 404 when no row has this path, 405 when none has it with this method
   */
  Found find(String method, String rawPath) throws Problem {
    List<String> segments = PathTemplate.segments(rawPath);
    TreeSet<String> allowed = new TreeSet<>();
    for (Route row : rows) {
      Optional<Map<String, String>> path = row.path().match(segments);
      if (path.isPresent() && row.method().equals(method)) {
        return new Found(row, path.get());
      }
      path.ifPresent(values -> allowed.add(row.method()));
    }
    if (allowed.isEmpty()) {
      throw Problem.notFound(
          "there is nothing at " + rawPath, "docs/operations.md, \"HTTP\", lists all paths");
    }
    String methods = String.join(", ", allowed);
    throw new Problem(
            405,
            "method_not_allowed",
            rawPath + " does not take " + method + ", but " + methods,
            "check the method")
        .with("Allow", methods);
  }
}
