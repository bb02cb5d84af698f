package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Asks a device that has missed a contact whether it is there, before anybody is told that it is
 * not: what it usually does is no promise.
 */
final class CheckLife {
  private final DeviceLink link;
  private final Sessions sessions;
  private final NoteContact noteContact;
  private final InstantSource clock;
  private final Executor work;
  private final Set<DeviceId> asking = ConcurrentHashMap.newKeySet();

  CheckLife(Ports ports, Sessions sessions, NoteContact noteContact) {
    this.link = ports.link();
    this.sessions = sessions;
    this.noteContact = noteContact;
    this.clock = ports.clock();
    this.work = ports.work();
  }

  /** Asks, unless it is being asked; works in the background. */
  void check(DeviceId device) {
    if (asking.add(device)) {
      work.execute(() -> ask(device));
    }
  }

  private void ask(DeviceId device) {
    link.ping(device)
        .whenComplete(
            (answered, silence) -> {
              asking.remove(device);
              heed(device, silence == null);
            });
  }

  /** What came in the meantime counts more than an answer that did not. */
  private void heed(DeviceId device, boolean answered) {
    if (sessions.find(device).filter(s -> s.isMissed(clock.instant())).isEmpty()) {
      return;
    }
    if (answered) {
      sessions.change(device, s -> s.answered(clock.instant()));
    } else {
      noteContact.lost(device);
    }
  }
}
