package io.firmament.server.app;

import io.firmament.protocol.value.ProductId;
import io.firmament.server.release.Firmware;
import io.firmament.server.release.Release;
import io.firmament.server.release.Scope;
import io.firmament.server.targeting.Catalogue;
import io.firmament.server.targeting.Foresight;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Goes back to the release before, in one step (feature REL9). */
public final class GoBack {
  private final StateStore store;
  private final Fleet fleet;
  private final DraftReleases drafts;
  private final ForeseeRelease foresee;
  private final PushOffers pushOffers;
  private final InstantSource clock;

  GoBack(
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
   * Which releases are to go back.
   *
   * @param product the product
   * @param productDefault whether its default is
   * @param groups the names of the groups that are
   * @param intelligent whether at once; empty: as the release that is taken back
   * @param number the number that the first release will have, as it was foreseen: whoever says it
   *     again after an answer that was lost does not go back twice
   */
  public record Wish(
      ProductId product,
      boolean productDefault,
      Set<String> groups,
      Optional<Boolean> intelligent,
      OptionalLong number) {
    /** Keeps a copy. */
    public Wish {
      groups = Set.copyOf(groups);
    }
  }

  /**
   * Releases what was released before, in the place of what is released last. Twice goes back two
   * releases. A version that was withdrawn is passed over; devices that kept it go back, too.
   *
   * @throws RefusedException NOT_FOUND when there is no such group, INVALID when nothing is named,
   *     CONFLICT when nothing was released before, or the next release has another number than the
   *     wish says
   */
  public Published goBack(Wish wish, Caller caller) throws RefusedException {
    Published published = Conflicts.again(() -> once(wish, caller));
    pushOffers.pushAll(wish.product());
    return published;
  }

  /**
   * What {@link #goBack} would do: which releases it would make, and what they would do in numbers.
   *
   * @throws RefusedException as it
   */
  public Published foresee(Wish wish, Caller caller) throws RefusedException {
    List<Release> releases = releases(wish, caller);
    return new Published(releases, foresee.foresee(releases, effect -> {}), List.of());
  }

  private Published once(Wish wish, Caller caller) throws RefusedException, ConflictException {
    List<Release> releases = releases(wish, caller);
    Foresight foresight = foresee.foresee(releases, effect -> {});
    Change.Builder change = Change.change();
    drafts.write(change, releases);
    for (Release release : releases) {
      String data =
          "{\"immediate\":" + release.intelligent() + ",\"version\":" + release.version() + "}";
      change.event(
          ServerEvent.ofProduct(
                  EventNames.FIRMWARE_RELEASE, data, release.releasedAt(), release.product())
              .by(release.releasedBy()));
    }
    store.commit(change.build());
    return new Published(releases, foresight, List.of());
  }

  private List<Release> releases(Wish wish, Caller caller) throws RefusedException {
    Instant now = clock.instant();
    long number = drafts.count(wish.product());
    requireNumber(wish, number + 1);
    List<Release> releases = new ArrayList<>();
    for (Scope scope : drafts.scopes(wish.product(), wish.productDefault(), wish.groups())) {
      List<Release> line = fleet.catalogue(wish.product()).line(scope);
      Release to = before(wish.product(), scope, line);
      releases.add(
          new Release(
              wish.product(),
              ++number,
              scope,
              to.version(),
              wish.intelligent().orElse(line.get(0).intelligent()),
              to.untested(),
              Optional.empty(),
              to.before(),
              now,
              caller.name(),
              true));
    }
    return releases;
  }

  private static void requireNumber(Wish wish, long next) throws RefusedException {
    if (wish.number().isPresent() && wish.number().getAsLong() != next) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "this was to be release "
              + wish.number().getAsLong()
              + ", and the next one is release "
              + next
              + ": something was released since",
          "it may have been this very wish; see 'firmament history --product "
              + wish.product()
              + "'");
    }
  }

  private Release before(ProductId product, Scope scope, List<Release> line)
      throws RefusedException {
    Catalogue catalogue = fleet.catalogue(product);
    return line.stream()
        .skip(1)
        .filter(r -> !r.version().equals(line.get(0).version()))
        .filter(r -> catalogue.firmware(r.version()).filter(Firmware::withdrawn).isEmpty())
        .findFirst()
        .orElseThrow(
            () ->
                new RefusedException(
                    RefusedException.Kind.CONFLICT,
                    "nothing was released to " + label(catalogue, scope) + " before",
                    "withdraw the version, or release another one"));
  }

  static String label(Catalogue catalogue, Scope scope) {
    return scope
        .group()
        .flatMap(catalogue::group)
        .map(g -> "group '" + g.name() + "'")
        .orElse("the product");
  }
}
