package io.firmament.server.app;

import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.Group;
import io.firmament.server.release.Firmware;
import io.firmament.server.release.Release;
import io.firmament.server.release.Scope;
import java.time.Instant;
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
  private final Groups groups;
  private final PushOffers pushOffers;
  private final InstantSource clock;

  PublishRelease(
      StateStore store, Fleet fleet, Groups groups, PushOffers pushOffers, InstantSource clock) {
    this.store = store;
    this.fleet = fleet;
    this.groups = groups;
    this.pushOffers = pushOffers;
    this.clock = clock;
  }

  /**
   * Releases a version.
   *
   * @return one release for each of the wish's scopes, the default's first
   * @throws RefusedException NOT_FOUND when there is no such version or group, INVALID when it is
   *     for nobody, CONFLICT when it was withdrawn, runs on no device and no reason is given, or
   *     takes the product's default back and that is not said to be meant
   */
  public List<Release> publish(NewRelease wish, Caller caller) throws RefusedException {
    List<Release> releases = Conflicts.again(() -> once(wish, caller));
    pushOffers.pushAll(wish.product());
    return releases;
  }

  private List<Release> once(NewRelease wish, Caller caller)
      throws RefusedException, ConflictException {
    Stored<Firmware> read =
        store
            .find(Tables.FIRMWARE, Tables.key(wish.product(), wish.version()))
            .orElseThrow(() -> FindFirmware.notFound(wish.version()));
    Change.Builder change = Change.change();
    List<Scope> scopes = scopes(change, wish);
    boolean tried = fleet.running(wish.product()).containsKey(read.value().image());
    refuseUnready(wish, read.value(), tried);
    refuseLower(wish);
    Optional<String> untested = tried ? Optional.empty() : wish.untested();
    List<Release> releases = releases(scopes, wish, untested, caller);
    write(change, read, releases);
    store.commit(change.build());
    return releases;
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

  private void refuseLower(NewRelease wish) throws RefusedException {
    Optional<Release> higher =
        fleet
            .catalogue(wish.product())
            .standing(Scope.DEFAULT)
            .filter(b -> wish.productDefault() && wish.version().isOlderThan(b.version()));
    if (higher.isPresent() && !wish.downgrade()) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "version " + higher.get().version() + " is released, and " + wish.version() + " is lower",
          "say '--downgrade' (in the API \"downgrade\": true) if devices shall go back to it");
    }
  }

  private List<Scope> scopes(Change.Builder change, NewRelease wish) throws RefusedException {
    List<Scope> scopes = new ArrayList<>();
    if (wish.productDefault()) {
      scopes.add(Scope.DEFAULT);
    }
    for (String name : wish.groups().stream().sorted().toList()) {
      Stored<Group> group = groups.found(wish.product(), name);
      // Unchanged, so that it is not deleted meanwhile.
      change.replace(Tables.GROUPS, group, group.value());
      scopes.add(Scope.of(group.value().id()));
    }
    if (scopes.isEmpty()) {
      throw new RefusedException(
          RefusedException.Kind.INVALID,
          "the release is for nobody",
          "send \"product_default\": true or \"groups\"");
    }
    return scopes;
  }

  private List<Release> releases(
      List<Scope> scopes, NewRelease wish, Optional<String> untested, Caller caller) {
    Instant now = clock.instant();
    long number = last(wish.product());
    List<Release> releases = new ArrayList<>();
    for (Scope scope : scopes) {
      releases.add(
          new Release(
              wish.product(),
              ++number,
              scope,
              wish.version(),
              wish.intelligent(),
              untested,
              Optional.empty(),
              standing(wish.product(), scope),
              now,
              caller.name()));
    }
    return releases;
  }

  private long last(ProductId product) {
    return store.list(Tables.RELEASES, Tables.key(product) + "/", "", Integer.MAX_VALUE).size();
  }

  private Optional<Long> standing(ProductId product, Scope scope) {
    return fleet.catalogue(product).line(scope).stream().findFirst().map(Release::number);
  }

  private void write(Change.Builder change, Stored<Firmware> firmware, List<Release> releases) {
    Release first = releases.get(0);
    String data = "{\"immediate\":" + first.intelligent() + ",\"version\":" + first.version() + "}";
    change
        .replace(Tables.FIRMWARE, firmware, firmware.value().withReleased())
        .event(
            ServerEvent.ofProduct(
                    EventNames.FIRMWARE_RELEASE, data, first.releasedAt(), first.product())
                .by(first.releasedBy()));
    releases.forEach(r -> put(change, r));
  }

  private void put(Change.Builder change, Release release) {
    String key = Tables.numbered(release.product(), release.number());
    String standing = Tables.key(release.product(), release.scope());
    change.create(Tables.RELEASES, key, release);
    store
        .find(Tables.STANDING, standing)
        .ifPresentOrElse(
            before -> change.replace(Tables.STANDING, before, new Tables.Ref(key)),
            () -> change.create(Tables.STANDING, standing, new Tables.Ref(key)));
  }
}
