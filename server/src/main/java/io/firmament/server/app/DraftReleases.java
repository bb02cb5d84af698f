package io.firmament.server.app;

import io.firmament.protocol.value.ProductId;
import io.firmament.server.release.Firmware;
import io.firmament.server.release.Release;
import io.firmament.server.release.Scope;
import io.firmament.server.targeting.Catalogue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes of a wish the releases that it comes to, for a dry run and for what follows it. */
final class DraftReleases {
  private final StateStore store;
  private final Fleet fleet;
  private final Groups groups;

  DraftReleases(StateStore store, Fleet fleet, Groups groups) {
    this.store = store;
    this.fleet = fleet;
    this.groups = groups;
  }

  /**
   * The releases of a wish.
   *
   * @throws RefusedException NOT_FOUND when there is no such version or group, INVALID when it is
   *     for nobody, CONFLICT when it was withdrawn or runs on no device and no reason is given
   */
  List<Release> draft(NewRelease wish, Caller caller, Instant now) throws RefusedException {
    Firmware firmware = firmware(wish);
    List<Scope> scopes = scopes(wish.product(), wish.productDefault(), wish.groups());
    boolean tried = fleet.isRun(wish.product(), firmware.image());
    refuseUnready(wish, firmware, tried);
    Optional<String> untested = tried ? Optional.empty() : wish.untested();
    List<Release> releases = new ArrayList<>();
    long number = count(wish.product());
    Catalogue catalogue = fleet.catalogue(wish.product());
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
              catalogue.line(scope).stream().findFirst().map(Release::number),
              now,
              caller.name(),
              true));
    }
    return releases;
  }

  private Firmware firmware(NewRelease wish) throws RefusedException {
    return fleet
        .firmware(wish.product(), wish.version())
        .orElseThrow(() -> FindFirmware.notFound(wish.version()));
  }

  /**
   * The scopes of these names, the default first.
   *
   * @throws RefusedException NOT_FOUND when there is no such group, INVALID when there is nothing
   */
  List<Scope> scopes(ProductId product, boolean productDefault, Iterable<String> names)
      throws RefusedException {
    List<Scope> scopes = new ArrayList<>();
    if (productDefault) {
      scopes.add(Scope.DEFAULT);
    }
    List<String> sorted = new ArrayList<>();
    names.forEach(sorted::add);
    sorted.sort(null);
    for (String name : sorted) {
      scopes.add(Scope.of(groups.found(product, name).value().id()));
    }
    if (scopes.isEmpty()) {
      throw new RefusedException(
          RefusedException.Kind.INVALID,
          "the release is for nobody",
          "send \"product_default\": true or \"groups\"");
    }
    return scopes;
  }

  /** How many releases a product has had: the number of the last one. */
  long count(ProductId product) {
    return store.list(Tables.RELEASES, Tables.key(product) + "/", "", Integer.MAX_VALUE).size();
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

  /**
   * Adds releases to a change: each takes the place of what stands in its scope. Their groups are
   * written unchanged, so that none of them is deleted meanwhile.
   */
  void write(Change.Builder change, List<Release> releases) {
    for (Release release : releases) {
      String key = Tables.numbered(release.product(), release.number());
      String standing = Tables.key(release.product(), release.scope());
      change.create(Tables.RELEASES, key, release);
      store
          .find(Tables.STANDING, standing)
          .ifPresentOrElse(
              before -> change.replace(Tables.STANDING, before, new Tables.Ref(key)),
              () -> change.create(Tables.STANDING, standing, new Tables.Ref(key)));
      release
          .scope()
          .group()
          .flatMap(g -> store.find(Tables.GROUPS, Tables.numbered(release.product(), g.number())))
          .ifPresent(group -> change.replace(Tables.GROUPS, group, group.value()));
    }
  }
}
