package io.firmament.server.app;

import io.firmament.protocol.codec.DecodeException;
import io.firmament.protocol.manifest.ReadManifest;
import io.firmament.server.release.RootDocument;
import java.util.ArrayList;
import java.util.List;

/** Finds published root documents. */
public final class FindRoots {
  private final Fleet fleet;
  private final Roots roots;

  FindRoots(Fleet fleet, Roots roots) {
    this.fleet = fleet;
    this.roots = roots;
  }

  /** All of them, the first one first. */
  public List<RootView> all() {
    List<RootView> views = new ArrayList<>();
    for (RootDocument document : fleet.all(Tables.ROOTS, "")) {
      views.add(view(document));
    }
    return views;
  }

  /**
   * One of them.
   *
   * @throws RefusedException NOT_FOUND
   */
  public RootView numbered(long number) throws RefusedException {
    return all().stream()
        .filter(view -> view.document().number() == number)
        .findFirst()
        .orElseThrow(
            () ->
                new RefusedException(
                    RefusedException.Kind.NOT_FOUND,
                    "there is no root document " + number,
                    "publish it with 'firmament root publish'"));
  }

  /**
   * Looks whether each document follows from the one before it.
   *
   * @throws RefusedException CONFLICT when one does not: devices would stop there
   */
  public void requireUnbroken() throws RefusedException {
    if (roots.broken().isPresent()) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "the chain of root documents is broken at document " + roots.broken().get(),
          "the data directory was changed from outside: restore it from a backup");
    }
  }

  private static RootView view(RootDocument document) {
    try {
      return new RootView(document, ReadManifest.root(document.signed()), List.of());
    } catch (DecodeException e) {
      throw new IllegalStateException("root document " + document.number() + " was verified", e);
    }
  }
}
