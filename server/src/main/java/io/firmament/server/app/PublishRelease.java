package io.firmament.server.app;

import io.firmament.server.release.Firmware;
import io.firmament.server.release.Release;
import io.firmament.server.release.Scope;
import io.firmament.server.targeting.Confirmation;
import io.firmament.server.targeting.Foresight;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Releases a version to a whole product or to some of its groups (features REL2 to REL4, TGT13).
 */
public final class PublishRelease {
  private final StateStore store;
  private final Fleet fleet;
  private final DraftReleases drafts;
  private final ForeseeRelease foresee;
  private final PushOffers pushOffers;
  private final InstantSource clock;

  PublishRelease(
      StateStore store,
      Fleet fleet,
      DraftReleases drafts,
      ForeseeRelease foresee,
      PushOffers pushOffers,
      InstantSource clock) {
    this.store = store;
    this.fleet = fleet;
    this.drafts = drafts;
    this.foresee = foresee;
    this.pushOffers = pushOffers;
    this.clock = clock;
  }

  /**
   * Releases a version.
   *
   * @throws RefusedException NOT_FOUND when there is no such version or group, INVALID when it is
   *     for nobody, CONFLICT when it was withdrawn, when it runs on no device and no reason is
   *     given, when it takes the product's default back and that is not said to be meant, or when
   *     it would do more than what was confirmed
   */
  public Published publish(NewRelease wish, Caller caller) throws RefusedException {
    Published published = Conflicts.again(() -> once(wish, caller));
    pushOffers.pushAll(wish.product());
    return published;
  }

  private Published once(NewRelease wish, Caller caller)
      throws RefusedException, ConflictException {
    Stored<Firmware> read =
        store
            .find(Tables.FIRMWARE, Tables.key(wish.product(), wish.version()))
            .orElseThrow(() -> FindFirmware.notFound(wish.version()));
    List<Release> releases = drafts.draft(wish, caller, clock.instant());
    Foresight foresight = foresee.foresee(releases, effect -> {});
    if (wish.confirmation().isPresent()) {
      refuseMore(wish.confirmation().get(), foresight);
    } else if (wish.productDefault() && !wish.downgrade()) {
      refuseBack(wish, foresight);
    }
    commit(read, releases);
    return new Published(releases, foresight, warnings(wish, foresight));
  }

  private static void refuseMore(String confirmation, Foresight now) throws RefusedException {
    Optional<Confirmation> seen = Confirmation.read(confirmation);
    if (seen.filter(c -> c.covers(now.confirmation())).isEmpty()) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "the confirmation '"
              + confirmation
              + "' is not that of this release: it would update "
              + now.updates()
              + " devices now, and take back "
              + now.back()
              + " of them",
          "run the dry run again, and confirm what it shows");
    }
  }

  /** A product's default moves everybody: nobody goes back by a slip (ADR 24). */
  private void refuseBack(NewRelease wish, Foresight foresight) throws RefusedException {
    Optional<Release> higher =
        fleet
            .catalogue(wish.product())
            .standing(Scope.DEFAULT)
            .filter(r -> wish.version().isOlderThan(r.version()));
    if (higher.isEmpty() && foresight.newlyBack() == 0) {
      return;
    }
    String standing =
        higher
            .map(
                r -> "version " + r.version() + " is released, and " + wish.version() + " is lower")
            .orElse("version " + wish.version() + " is lower than what runs");
    throw new RefusedException(
        RefusedException.Kind.CONFLICT,
        standing + ": " + foresight.newlyBack() + " devices would go back to it",
        "say '--downgrade' (in the API \"downgrade\": true) if devices shall go back to it, or"
            + " confirm a dry run");
  }

  private void commit(Stored<Firmware> firmware, List<Release> releases) throws ConflictException {
    Release first = releases.get(0);
    String data = "{\"immediate\":" + first.intelligent() + ",\"version\":" + first.version() + "}";
    Change.Builder change =
        Change.change()
            .replace(Tables.FIRMWARE, firmware, firmware.value().withReleased())
            .event(
                ServerEvent.ofProduct(
                        EventNames.FIRMWARE_RELEASE, data, first.releasedAt(), first.product())
                    .by(first.releasedBy()));
    drafts.write(change, releases);
    store.commit(change.build());
  }

  private static List<String> warnings(NewRelease wish, Foresight foresight) {
    List<String> warnings = new ArrayList<>();
    if (foresight.back() > 0) {
      warnings.add(
          foresight.back() + " devices run a higher version and go back to " + wish.version());
    }
    return warnings;
  }
}
