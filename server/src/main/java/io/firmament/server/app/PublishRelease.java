package io.firmament.server.app;

import io.firmament.server.release.Firmware;
import io.firmament.server.release.Release;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Releases a version to a whole product (features REL2 to REL4). */
public final class PublishRelease {
  private final StateStore store;
  private final Fleet fleet;
  private final PushOffers pushOffers;
  private final InstantSource clock;

  PublishRelease(StateStore store, Fleet fleet, PushOffers pushOffers, InstantSource clock) {
    this.store = store;
    this.fleet = fleet;
    this.pushOffers = pushOffers;
    this.clock = clock;
  }

  /**
   * Releases a version.
   *
   * @throws RefusedException NOT_FOUND when there is no such version, CONFLICT when it was
   *     withdrawn or runs on no device and no reason is given
   */
  public Release publish(NewRelease wish, Caller caller) throws RefusedException {
    Release release = Conflicts.again(() -> once(wish, caller));
    pushOffers.pushAll(wish.product());
    return release;
  }

  private Release once(NewRelease wish, Caller caller) throws RefusedException, ConflictException {
    Stored<Firmware> read =
        store
            .find(Tables.FIRMWARE, Tables.key(wish.product(), wish.version()))
            .orElseThrow(() -> FindFirmware.notFound(wish.version()));
    boolean tried = fleet.running(read.value()) > 0;
    refuseUnready(wish, read.value(), tried);
    Optional<Stored<Release>> before = store.find(Tables.DEFAULTS, Tables.key(wish.product()));
    refuseLower(wish, before);
    Release release = release(wish, tried, before, caller);
    store.commit(change(read, before, release));
    return release;
  }

  private static void refuseUnready(NewRelease wish, Firmware firmware, boolean tried)
      throws RefusedException {
    if (firmware.withdrawn()) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "version " + wish.version() + " was withdrawn",
          "release another version");
    }
    boolean reasoned = wish.untested().filter(r -> !r.isBlank()).isPresent();
    if (!tried && !reasoned) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "version " + wish.version() + " runs on no device of the product yet",
          "try it on one with 'firmament device lock D "
              + wish.version()
              + " --flash-now', or say why not with '--untested REASON'");
    }
  }

  private static void refuseLower(NewRelease wish, Optional<Stored<Release>> before)
      throws RefusedException {
    Optional<Release> higher =
        before.map(Stored::value).filter(b -> wish.version().isOlderThan(b.version()));
    if (higher.isPresent() && !wish.downgrade()) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "version " + higher.get().version() + " is released, and " + wish.version() + " is lower",
          "say '--downgrade' (in the API \"downgrade\": true) if devices shall go back to it");
    }
  }

  private Release release(
      NewRelease wish, boolean tried, Optional<Stored<Release>> before, Caller caller) {
    return new Release(
        wish.product(),
        before.map(r -> r.value().number()).orElse(0L) + 1,
        wish.version(),
        wish.intelligent(),
        tried ? Optional.empty() : wish.untested(),
        Optional.empty(),
        clock.instant(),
        caller.name(),
        wish.downgrade());
  }

  private Change change(
      Stored<Firmware> firmware, Optional<Stored<Release>> before, Release release) {
    Instant now = release.releasedAt();
    String data =
        "{\"immediate\":" + release.intelligent() + ",\"version\":" + release.version() + "}";
    Change.Builder change =
        Change.change()
            .replace(Tables.FIRMWARE, firmware, firmware.value().withReleased())
            .create(Tables.RELEASES, Tables.numbered(release.product(), release.number()), release)
            .event(
                ServerEvent.ofProduct(EventNames.FIRMWARE_RELEASE, data, now, release.product()));
    before.ifPresentOrElse(
        b -> change.replace(Tables.DEFAULTS, b, release),
        () -> change.create(Tables.DEFAULTS, Tables.key(release.product()), release));
    return change.build();
  }
}
