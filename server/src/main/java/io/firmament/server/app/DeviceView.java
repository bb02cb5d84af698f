package io.firmament.server.app;

import io.firmament.server.device.DeviceRecord;
import io.firmament.server.session.Session;
import io.firmament.server.targeting.Decision;
import io.firmament.server.transfer.Attempt;
import io.firmament.server.transfer.Progress;
import java.util.List;
import java.util.Optional;

/**
 * All that there is to say of a device now.
 *
 * @param device the device
 * @param session its presence; empty if it was not heard since the server started
 * @param online whether it can be reached
 * @param decision what is to be done for it, and why (feature TGT15)
 * @param state the one state that it is in, with its parameters: {@code TRANSFERRING(120, 400)},
 *     {@code UP_TO_DATE}…
 * @param attempt its latest update, running or ended
 * @param progress how far that is, while it is being sent
 * @param groups the names of its groups
 * @param owner who claimed it, if somebody did
 */
public record DeviceView(
    DeviceRecord device,
    Optional<Session> session,
    boolean online,
    Decision decision,
    String state,
    Optional<Attempt> attempt,
    Optional<Progress> progress,
    List<String> groups,
    Optional<String> owner) {
  /** Keeps a copy. */
  public DeviceView {
    groups = List.copyOf(groups);
  }

  /** Whether the target is not what runs, whatever keeps it from it (feature DEV5). */
  public boolean pending() {
    return decision
        .target()
        .filter(
            target ->
                device
                    .facts()
                    .filter(
                        facts ->
                            facts.runs(
                                target.firmware().binary().module(), target.firmware().image()))
                    .isEmpty())
        .isPresent();
  }
}
