package io.firmament.device.slot;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * A directory in memory that keeps only what was forced, stricter than any disk: a write is torn
 * into sectors, a file's new size and each of its sectors may be lost apart from each other, and so
 * may every name that was created, moved or deleted, in any combination and whatever came later.
 */
public final class ForgetfulFiles implements SlotFiles {
  private static final int SECTOR_BYTES = 512;
  private static final int ALL_SUBSETS_UP_TO = 10;
  private static final int SEEDED_SUBSETS = 8;

  private final Map<String, Content> names = new TreeMap<>();
  private final Map<String, Content> durableNames = new TreeMap<>();
  private final List<Change> unforced = new ArrayList<>();
  private long operations;
  private long cutAfter = Long.MAX_VALUE;
  private boolean dead;

  /** Cuts the power when so many operations from now on have been done, at least 1. */
  public ForgetfulFiles cutAfter(long count) {
    cutAfter = operations + count;
    return this;
  }

  /** Writes, forces and changes of names so far. */
  public long operations() {
    return operations;
  }

  /** The disk after a power cut now that takes everything along that was not forced. */
  public ForgetfulFiles afterLosingAll() {
    return after(index -> false);
  }

  /** A copy on which everything is durable. */
  public ForgetfulFiles copy() {
    return after(index -> true);
  }

  /**
   * What the disk may hold after a power cut now: none of the unforced changes lost, all of them,
   * each single one, and eight seeded subsets; all subsets where there are at most ten changes.
   */
  public List<ForgetfulFiles> aftermaths(long seed) {
    int count = unforced.size();
    List<ForgetfulFiles> found = new ArrayList<>();
    if (count <= ALL_SUBSETS_UP_TO) {
      for (int kept = 0; kept < 1 << count; kept++) {
        int bits = kept;
        found.add(after(index -> (bits >> index & 1) == 1));
      }
      return found;
    }
    found.add(after(index -> true));
    found.add(after(index -> false));
    for (int lost = 0; lost < count; lost++) {
      int single = lost;
      found.add(after(index -> index != single));
    }
    Random random = new Random(seed);
    for (int i = 0; i < SEEDED_SUBSETS; i++) {
      boolean[] kept = new boolean[count];
      for (int index = 0; index < count; index++) {
        kept[index] = random.nextBoolean();
      }
      found.add(after(index -> kept[index]));
    }
    return found;
  }

  /** Changes an octet of a file behind everybody's back. */
  public void corrupt(String name, long offsetBytes) {
    Content content = Objects.requireNonNull(names.get(name), name);
    content.visible[(int) offsetBytes] ^= 0x40;
    content.durable = content.visible.clone();
  }

  private ForgetfulFiles after(IntPredicate kept) {
    Map<Content, Content> disk = new IdentityHashMap<>();
    Map<String, Content> entries = new TreeMap<>(durableNames);
    for (int index = 0; index < unforced.size(); index++) {
      if (kept.test(index)) {
        unforced.get(index).survive(disk, entries);
      }
    }
    ForgetfulFiles after = new ForgetfulFiles();
    entries.forEach(
        (name, content) -> {
          Content survivor = disk.computeIfAbsent(content, c -> new Content(c.durable)).settled();
          after.names.put(name, survivor);
          after.durableNames.put(name, survivor);
        });
    return after;
  }

  // ---- Operations

  @Override
  public List<String> list() {
    requirePower();
    return List.copyOf(names.keySet());
  }

  @Override
  public OptionalLong size(String name) {
    requirePower();
    Content content = names.get(name);
    return content == null ? OptionalLong.empty() : OptionalLong.of(content.visible.length);
  }

  @Override
  public byte[] read(String name, long offsetBytes, int length) throws IOException {
    requirePower();
    byte[] octets = existing(name).visible;
    int from = (int) Math.min(offsetBytes, octets.length);
    return Arrays.copyOfRange(octets, from, Math.min(from + length, octets.length));
  }

  @Override
  public void create(String name) {
    requirePower();
    if (names.containsKey(name)) {
      rename(Map.of(), name);
    }
    rename(Map.of(name, new Content(new byte[0])));
    done();
  }

  @Override
  public void write(String name, long offsetBytes, byte[] octets) throws IOException {
    requirePower();
    Content content = existing(name);
    int end = Math.toIntExact(offsetBytes + octets.length);
    if (end > content.visible.length) {
      data(new Resized(content, end));
    }
    int from = 0;
    while (from < octets.length) {
      int at = (int) offsetBytes + from;
      int to = Math.min(octets.length, from + SECTOR_BYTES - at % SECTOR_BYTES);
      data(new Sector(content, at, Arrays.copyOfRange(octets, from, to)));
      from = to;
    }
    done();
  }

  @Override
  public void force(String name) throws IOException {
    requirePower();
    Content content = existing(name);
    unforced.removeIf(change -> change.of(content));
    content.durable = content.visible.clone();
    done();
  }

  @Override
  public void move(String from, String to) throws IOException {
    requirePower();
    rename(Map.of(to, existing(from)), from);
    done();
  }

  @Override
  public void delete(String name) {
    requirePower();
    if (names.containsKey(name)) {
      rename(Map.of(), name);
      done();
    }
  }

  @Override
  public void forceDirectory() {
    requirePower();
    unforced.removeIf(change -> change instanceof Names);
    durableNames.clear();
    durableNames.putAll(names);
    done();
  }

  @Override
  public long usableBytes() {
    return 1L << 30;
  }

  @Override
  public void close() {
    // Nothing is held.
  }

  private void rename(Map<String, Content> set, String... removed) {
    Names change = new Names(set, List.of(removed));
    change.apply(names);
    unforced.add(change);
  }

  private void data(Change change) {
    change.show();
    unforced.add(change);
  }

  private void done() {
    operations++;
    if (operations >= cutAfter) {
      dead = true;
      throw new PowerCutException(operations);
    }
  }

  private void requirePower() {
    if (dead) {
      throw new PowerCutException(operations);
    }
  }

  private Content existing(String name) throws NoSuchFileException {
    Content content = names.get(name);
    if (content == null) {
      throw new NoSuchFileException(name);
    }
    return content;
  }

  // ---- What is remembered

  private static final class Content {
    private byte[] visible;
    private byte[] durable;

    Content(byte[] octets) {
      visible = octets.clone();
      durable = octets.clone();
    }

    Content settled() {
      durable = visible.clone();
      return this;
    }
  }

  private interface Change {
    /** Takes effect for those who read now. */
    void show();

    /** Takes effect on a disk after a power cut. */
    void survive(Map<Content, Content> disk, Map<String, Content> entries);

    /** Whether a force of this content makes the change durable. */
    boolean of(Content content);
  }

  private record Resized(Content content, int size) implements Change {
    @Override
    public void show() {
      content.visible = Arrays.copyOf(content.visible, Math.max(size, content.visible.length));
    }

    @Override
    public void survive(Map<Content, Content> disk, Map<String, Content> entries) {
      new Resized(disk.computeIfAbsent(content, c -> new Content(c.durable)), size).show();
    }

    @Override
    public boolean of(Content forced) {
      return content == forced;
    }
  }

  private record Sector(Content content, int at, byte[] octets) implements Change {
    @Override
    public void show() {
      int end = Math.max(at + octets.length, content.visible.length);
      content.visible = Arrays.copyOf(content.visible, end);
      System.arraycopy(octets, 0, content.visible, at, octets.length);
    }

    @Override
    public void survive(Map<Content, Content> disk, Map<String, Content> entries) {
      new Sector(disk.computeIfAbsent(content, c -> new Content(c.durable)), at, octets).show();
    }

    @Override
    public boolean of(Content forced) {
      return content == forced;
    }
  }

  private record Names(Map<String, Content> set, List<String> removed) implements Change {
    void apply(Map<String, Content> entries) {
      removed.forEach(entries::remove);
      entries.putAll(set);
    }

    @Override
    public void show() {
      throw new AssertionError("names are shown by the directory");
    }

    @Override
    public void survive(Map<Content, Content> disk, Map<String, Content> entries) {
      apply(entries);
    }

    @Override
    public boolean of(Content content) {
      return false;
    }
  }
}
