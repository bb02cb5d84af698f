package io.firmament.device.slot;

import io.firmament.device.slot.StateCodec.Generation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The state on the disk: two generations, each with a CRC, written aside, forced, renamed, the
 * directory forced. The highest sound one counts, so that a cut leaves the state before or the
 * state after. Nothing else commits anything.
 */
final class StateFiles {
  private static final int MAX_BYTES = 1 << 20;

  private final SlotFiles files;
  private final List<String> damage;
  private final boolean readable;
  private Generation current;
  private Optional<StoreState> previous;

  private StateFiles(
      SlotFiles files,
      List<Generation> sound,
      List<String> damage,
      boolean found,
      boolean readable) {
    this.files = files;
    this.damage = List.copyOf(damage);
    this.readable = readable;
    List<Generation> ascending = new ArrayList<>(sound);
    ascending.sort((a, b) -> Long.compare(a.number(), b.number()));
    int count = ascending.size();
    this.current = count == 0 ? new Generation(0, initial(found)) : ascending.get(count - 1);
    this.previous = count < 2 ? Optional.empty() : Optional.of(ascending.get(0).state());
  }

  private static StoreState initial(boolean lost) {
    return StoreState.EMPTY.with(StoreState.EMPTY.history().withLost(lost));
  }

  /**
   * Reads both generations; neither a damaged nor an unreadable one is a failure. An unreadable one
   * may be sound and newer than the other: it is not overwritten, and so nothing is stored.
   */
  static StateFiles load(SlotFiles files) {
    List<Generation> sound = new ArrayList<>();
    List<String> damage = new ArrayList<>();
    boolean found = false;
    boolean readable = true;
    for (String name : FileNames.STATES) {
      try {
        if (files.size(name).isPresent()) {
          found = true;
          sound.add(StateCodec.decode(files.read(name, 0, MAX_BYTES)));
        }
      } catch (DamagedRecordException e) {
        damage.add(name + " is damaged: " + e.getMessage());
      } catch (IOException e) {
        found = true;
        readable = false;
        damage.add(name + " cannot be read, so nothing is stored: " + e.getMessage());
      }
    }
    return new StateFiles(files, sound, damage, found, readable);
  }

  /** The state that counts. */
  StoreState current() {
    return current.state();
  }

  /** What was wrong with the files when they were read, for people. */
  List<String> damage() {
    return damage;
  }

  /** Whether nothing was ever installed, and nothing was ever lost. */
  boolean isEmpty() {
    StoreState state = current.state();
    return state.confirmed().isEmpty() && state.staged().isEmpty() && !state.history().lost();
  }

  /** Makes a state the one that counts, durably. */
  void commit(StoreState state) throws IOException {
    if (!readable) {
      throw new IOException("a state file could not be read at this boot: " + damage);
    }
    Generation next = new Generation(current.number() + 1, state);
    files.create(FileNames.STATE_ASIDE);
    files.write(FileNames.STATE_ASIDE, 0, StateCodec.encode(next));
    files.force(FileNames.STATE_ASIDE);
    files.move(FileNames.STATE_ASIDE, FileNames.STATES.get((int) (next.number() % 2)));
    files.forceDirectory();
    previous = Optional.of(current.state());
    current = next;
  }

  /** A state that could not be stored counts in memory: it becomes durable with the next one. */
  void assume(StoreState state) {
    current = new Generation(current.number(), state);
  }

  /**
   * Sees to it that neither generation needs a slot before it is overwritten, so that the older one
   * still is a state that works, should the newer one be damaged.
   */
  void release(Slot slot) throws IOException {
    if (current.state().uses(slot)) {
      throw new IllegalStateException(slot.image() + " is in use and must not be overwritten");
    }
    if (previous.filter(state -> state.uses(slot)).isPresent()) {
      commit(current.state());
    }
  }
}
