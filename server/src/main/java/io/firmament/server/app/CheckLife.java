package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks a device that has missed a contact whether it is there, before anybody is told that it is
 * not: what it usually does is no promise.
 */
final class CheckLife {
  private final DeviceLink link;
  private final Sessions sessions;
  private final NoteContact noteContact;
  private final InstantSource clock;
  private final Set<DeviceId> asking = ConcurrentHashMap.newKeySet();

  CheckLife(Ports ports, Sessions sessions, NoteContact noteContact) {
    this.link = ports.link();
    this.sessions = sessions;
    this.noteContact = noteContact;
    this.clock = ports.clock();
  }

  /** Asks, unless it is being asked; at once, behind no push, and never waits. */
  void check(DeviceId device) {
    if (asking.add(device)) {
      ask(device, clock.instant());
    }
  }

  private void ask(DeviceId device, Instant since) {
    sessions.change(device, s -> s.asked(since));
    link.ping(device)
        .whenComplete(
            (answered, silence) -> {
              asking.remove(device);
              heed(device, since, silence == null);
            });
  }

  private void heed(DeviceId device, Instant since, boolean answered) {
    if (answered) {
      sessions.change(device, s -> s.there(clock.instant()));
    } else {
      noteContact.lost(device, since);
    }
  }
}
