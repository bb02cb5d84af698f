package io.firmament.server.app;

import io.firmament.protocol.value.ProductId;
import io.firmament.server.release.Release;
import java.util.function.UnaryOperator;

/** Pauses a release: its devices keep it as target and get no offer; and lets it go on. */
public final class HaltRelease {
  private static final int MAX_REASON = 200;

  private final StateStore store;
  private final PushOffers pushOffers;

  HaltRelease(StateStore store, PushOffers pushOffers) {
    this.store = store;
    this.pushOffers = pushOffers;
  }

  /**
   * Pauses a release; what is on its way is cancelled, and goes on where it stopped later.
   *
   * @param reason why, at most 200 characters
   * @throws RefusedException NOT_FOUND when there is no such release, INVALID when there is no
   *     reason
   */
  public Release halt(ProductId product, long number, String reason, Caller caller)
      throws RefusedException {
    if (reason.isBlank() || reason.length() > MAX_REASON) {
      throw new RefusedException(
          RefusedException.Kind.INVALID,
          "the reason has " + reason.length() + " characters, not 1 to " + MAX_REASON,
          "say why the release is paused");
    }
    return set(product, number, r -> r.withHalted(reason + " (" + caller.name() + ")"));
  }

  /**
   * Lets a release go on; from now on failures do not pause it by themselves.
   *
   * @throws RefusedException NOT_FOUND when there is no such release
   */
  public Release resume(ProductId product, long number, Caller caller) throws RefusedException {
    return set(product, number, Release::resumed);
  }

  /** Pauses a release that goes wrong. */
  Release trip(ProductId product, long number, String why) throws RefusedException {
    return set(product, number, r -> r.withHalted(why));
  }

  private Release set(ProductId product, long number, UnaryOperator<Release> how)
      throws RefusedException {
    Release release = Conflicts.again(() -> once(product, number, how));
    pushOffers.pushAll(product);
    return release;
  }

  private Release once(ProductId product, long number, UnaryOperator<Release> how)
      throws RefusedException, ConflictException {
    Stored<Release> read =
        store
            .find(Tables.RELEASES, Tables.numbered(product, number))
            .orElseThrow(() -> notFound(number));
    Release after = how.apply(read.value());
    if (!after.equals(read.value())) {
      store.commit(Change.change().replace(Tables.RELEASES, read, after).build());
    }
    return after;
  }

  private static RefusedException notFound(long number) {
    return new RefusedException(
        RefusedException.Kind.NOT_FOUND,
        "the product has no release " + number,
        "see 'firmament history --product P'");
  }
}
