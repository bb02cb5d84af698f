package io.firmament.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Shows events, a line each, up to a number. */
final class EventTally implements EventReader.Listener {
  private final Host host;
  private final boolean json;
  private long left;

  EventTally(Host host, boolean json, long most) {
    this.host = host;
    this.json = json;
    this.left = most;
  }

  @Override
  public boolean heard(long id, String name, ObjectNode event) {
    if (json) {
      host.out().println(event.put("name", name).put("id", id));
    } else {
      host.out()
          .printf(
              "%s  %s  %s  %s%n",
              event.path("published_at").asText(),
              event.path("coreid").asText(),
              name,
              event.path("data").asText().replaceAll("\\p{Cntrl}", " "));
    }
    host.out().flush();
    left--;
    return left > 0;
  }
}
