package io.firmament.server.app;

import io.firmament.protocol.message.ReportId;
import io.firmament.protocol.value.DeviceId;
import io.firmament.server.session.ReportWindow;
import java.util.Optional;

/** Which reports of a device have been taken: written with what they changed. */
final class ReportLog {
  private ReportLog() {}

  /** What is to be kept once the report is taken; empty when it is a repetition. */
  static Optional<ReportWindow> taken(StateStore store, DeviceId device, ReportId id) {
    return store
        .find(Tables.REPORTS, Tables.key(device))
        .map(Stored::value)
        .orElse(ReportWindow.NONE)
        .take(id);
  }

  /** Keeps a window with a change. */
  static void keep(Change.Builder change, StateStore store, DeviceId device, ReportWindow window) {
    Optional<Stored<ReportWindow>> before = store.find(Tables.REPORTS, Tables.key(device));
    before.ifPresentOrElse(
        b -> change.replace(Tables.REPORTS, b, window),
        () -> change.create(Tables.REPORTS, Tables.key(device), window));
  }
}
