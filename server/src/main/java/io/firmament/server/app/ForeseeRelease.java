package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.release.Release;
import io.firmament.server.targeting.Confirmation;
import io.firmament.server.targeting.Effect;
import io.firmament.server.targeting.Foresee;
import io.firmament.server.targeting.Foresight;
import io.firmament.server.targeting.ForesightMachine;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Says what a release would do, and does nothing (feature REL7). */
public final class ForeseeRelease {
  private final Fleet fleet;
  private final Turns turns;
  private final DraftReleases drafts;
  private final InstantSource clock;

  ForeseeRelease(Fleet fleet, Turns turns, DraftReleases drafts, InstantSource clock) {
    this.fleet = fleet;
    this.turns = turns;
    this.drafts = drafts;
    this.clock = clock;
  }

  /**
   * Looks at every device that a release is for, by id.
   *
   * @param visitor is told what it would do to each
   * @return the same in numbers
   * @throws RefusedException as {@link PublishRelease#publish}, apart from what a confirmation
   *     settles
   */
  public Foresight foresee(NewRelease wish, Caller caller, Consumer<Effect> visitor)
      throws RefusedException {
    return foresee(drafts.draft(wish, caller, clock.instant()), visitor);
  }

  /** The same for releases that are drafted already. */
  Foresight foresee(List<Release> releases, Consumer<Effect> visitor) {
    Instant now = clock.instant();
    Foresee foresee = new Foresee(fleet.catalogue(releases.get(0).product()), releases);
    ForesightMachine counts = new ForesightMachine();
    fleet.eachDevice(
        releases.get(0).product(),
        device ->
            foresee
                .effect(device, turns.presence(device, now), now)
                .ifPresent(
                    effect -> {
                      counts.add(effect);
                      visitor.accept(effect);
                    }));
    return counts.sum(Confirmation.digest(releases));
  }

  /**
   * A part of what a release would do.
   *
   * @param sum all of it in numbers
   * @param effects what it would do to some devices, by id
   * @param next behind which device the next part begins; empty where this is the last one
   */
  public record Page(Foresight sum, List<Effect> effects, Optional<DeviceId> next) {
    /** Keeps a copy. */
    public Page {
      effects = List.copyOf(effects);
    }
  }

  /**
   * As {@link #foresee(NewRelease, Caller, Consumer)}, of so many devices.
   *
   * @param after only devices behind this one; empty for the first page
   * @param limit how many at most, at least 1
   */
  public Page page(NewRelease wish, Caller caller, Optional<DeviceId> after, int limit)
      throws RefusedException {
    List<Effect> effects = new ArrayList<>();
    Foresight sum =
        foresee(
            wish,
            caller,
            effect -> {
              boolean behind = after.filter(a -> effect.device().compareTo(a) <= 0).isEmpty();
              if (behind && effects.size() <= limit) {
                effects.add(effect);
              }
            });
    boolean more = effects.size() > limit;
    List<Effect> shown = more ? effects.subList(0, limit) : effects;
    return new Page(
        sum, shown, more ? Optional.of(shown.get(limit - 1).device()) : Optional.empty());
  }
}
