package io.firmament.server.app;

import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.release.Firmware;
import java.util.Optional;
import java.util.function.Predicate;

/** Gives a version another title or description (feature PRD5). */
public final class EditFirmware {
  private static final int MAX_TITLE = 200;
  private static final int MAX_DESCRIPTION = 2_000;

  private final StateStore store;

  EditFirmware(StateStore store) {
    this.store = store;
  }

  /**
   * Edits a version; what is empty stays as it is. That a title is in use already is no error: see
   * {@link FindFirmware#sharingTitle}.
   *
   * @param unchanged what was seen of it must still be so
   * @throws RefusedException NOT_FOUND, INVALID when a text is too long, CHANGED
   */
  public Firmware edit(
      ProductId product,
      FirmwareVersion version,
      Optional<String> title,
      Optional<String> description,
      Predicate<Firmware> unchanged,
      Caller caller)
      throws RefusedException {
    requireShort("title", title, MAX_TITLE);
    requireShort("description", description, MAX_DESCRIPTION);
    return Conflicts.again(() -> once(product, version, title, description, unchanged));
  }

  /** As above, whatever was seen of it. */
  public Firmware edit(
      ProductId product,
      FirmwareVersion version,
      Optional<String> title,
      Optional<String> description,
      Caller caller)
      throws RefusedException {
    return edit(product, version, title, description, firmware -> true, caller);
  }

  private Firmware once(
      ProductId product,
      FirmwareVersion version,
      Optional<String> title,
      Optional<String> description,
      Predicate<Firmware> unchanged)
      throws RefusedException, ConflictException {
    Stored<Firmware> read =
        store
            .find(Tables.FIRMWARE, Tables.key(product, version))
            .orElseThrow(() -> FindFirmware.notFound(version));
    Firmware before = read.value();
    if (!unchanged.test(before)) {
      throw new RefusedException(
          RefusedException.Kind.CHANGED,
          "version " + version + " is not any more what you have seen",
          "read it again, and decide anew");
    }
    Firmware after =
        before.withTitle(title.orElse(before.title()), description.orElse(before.description()));
    if (!after.equals(before)) {
      store.commit(Change.change().replace(Tables.FIRMWARE, read, after).build());
    }
    return after;
  }

  private static void requireShort(String what, Optional<String> text, int most)
      throws RefusedException {
    if (text.filter(t -> t.length() > most).isPresent()) {
      throw new RefusedException(
          RefusedException.Kind.INVALID,
          "the " + what + " has " + text.get().length() + " characters, at most " + most + " do",
          "shorten it");
    }
  }
}
