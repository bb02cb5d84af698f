package io.firmament.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a disk may hold when the power fails after some steps: all that was forced, and of the rest
 * any part. A write is lost in pieces of {@link #PIECE} octets, aligned in their file, a large one
 * in pieces of {@link #LARGE_PIECE}. The content of files that are still unfinished by their name
 * is left out.
 */
final class PowerCut {
  private static final int PIECE = 64;
  private static final int LARGE_PIECE = 4096;
  private static final int NO_FILE = 0;
  private static final int SEEDED_SUBSETS = 8;
  private static final int MOST_SINGLES = 24;
  private static final int FEW_SINGLES = 4;

  /** Only a snapshot that is being written has so many unforced pieces. */
  private static final int MANY = 1000;

  private final Map<Path, Integer> names = new TreeMap<>();
  private final Map<Integer, byte[]> contents = new HashMap<>();
  private final Set<Path> directories = new HashSet<>();
  private final List<DiskStep> unforced = new ArrayList<>();

  /** A file that was there, durably, before the first step. */
  void there(Path path, int file, byte[] content) {
    names.put(path, file);
    contents.put(file, content);
  }

  /** A step was done. */
  void done(DiskStep step) {
    if (step instanceof DiskStep.Force || step instanceof DiskStep.ForceDirectory) {
      List<DiskStep> forced = unforced.stream().filter(earlier -> forces(step, earlier)).toList();
      unforced.removeIf(earlier -> forces(step, earlier));
      forced.forEach(earlier -> name(earlier, names));
      if (step instanceof DiskStep.Force force) {
        contents.compute(
            force.file(), (file, old) -> changed(old == null ? new byte[0] : old, forced));
      }
    } else {
      if (step instanceof DiskStep.MakeDirectory) {
        directories.add(step.path());
      }
      unforced.addAll(pieces(step));
    }
  }

  private static List<DiskStep> pieces(DiskStep step) {
    if (!(step instanceof DiskStep.Write write)) {
      return List.of(step);
    }
    List<DiskStep> pieces = new ArrayList<>();
    int size = write.octets().length > LARGE_PIECE ? LARGE_PIECE : PIECE;
    for (int from = 0; from < write.octets().length; ) {
      int aligned = size - (int) ((write.offset() + from) % size);
      int to = Math.min(write.octets().length, from + aligned);
      byte[] octets = Arrays.copyOfRange(write.octets(), from, to);
      pieces.add(new DiskStep.Write(write.path(), write.file(), write.offset() + from, octets));
      from = to;
    }
    return pieces;
  }

  private static boolean forces(DiskStep force, DiskStep step) {
    if (force instanceof DiskStep.Force file) {
      return (step instanceof DiskStep.Write write && write.file() == file.file())
          || (step instanceof DiskStep.Truncate cut && cut.file() == file.file());
    }
    boolean named = !(step instanceof DiskStep.Write || step instanceof DiskStep.Truncate);
    return named && force.path().equals(step.path().getParent());
  }

  /**
   * Which of the unforced pieces may be lost: none, all, each single one, all but a single one, and
   * some seeded subsets.
   */
  List<BitSet> losses(long seed) {
    BitSet all = new BitSet();
    all.set(0, unforced.size());
    List<BitSet> losses = new ArrayList<>(List.of(new BitSet(), all));
    int singles = unforced.size() > MANY ? FEW_SINGLES : MOST_SINGLES;
    int stride = Math.max(1, unforced.size() / singles);
    for (int i = 0; i < unforced.size(); i += stride) {
      BitSet lost = new BitSet();
      lost.set(i);
      losses.add(lost);
      BitSet kept = (BitSet) all.clone();
      kept.clear(i);
      losses.add(kept);
    }
    Random random = new Random(seed);
    for (int i = 0; i < SEEDED_SUBSETS && unforced.size() > 2; i++) {
      BitSet lost = new BitSet();
      for (int piece = 0; piece < unforced.size(); piece++) {
        lost.set(piece, random.nextBoolean());
      }
      losses.add(lost);
    }
    return losses.stream().distinct().toList();
  }

  /** The files, by their path, that remain when some pieces are lost. */
  Map<Path, byte[]> remains(BitSet lost) {
    Map<Path, Integer> left = new TreeMap<>(names);
    List<DiskStep> kept = new ArrayList<>();
    for (int i = 0; i < unforced.size(); i++) {
      if (!lost.get(i)) {
        kept.add(unforced.get(i));
      }
    }
    kept.forEach(step -> name(step, left));
    Map<Path, byte[]> files = new TreeMap<>();
    left.forEach(
        (path, file) -> {
          if (!directories.contains(path) && isReachable(path, left)) {
            files.put(path, content(path, file, kept));
          }
        });
    return files;
  }

  /** What is in a directory whose name is lost is lost with it. */
  private boolean isReachable(Path path, Map<Path, Integer> left) {
    for (Path parent = path.getParent(); parent != null; parent = parent.getParent()) {
      if (directories.contains(parent) && !left.containsKey(parent)) {
        return false;
      }
    }
    return true;
  }

  private byte[] content(Path path, int file, List<DiskStep> kept) {
    if (path.toString().endsWith(DataDirectory.ASIDE)) {
      return new byte[0];
    }
    List<DiskStep> ofFile = kept.stream().filter(step -> isContent(step, file)).toList();
    byte[] content = contents.getOrDefault(file, new byte[0]);
    return ofFile.isEmpty() ? content : changed(content, ofFile);
  }

  private static boolean isContent(DiskStep step, int file) {
    return (step instanceof DiskStep.Write write && write.file() == file)
        || (step instanceof DiskStep.Truncate cut && cut.file() == file);
  }

  private static void name(DiskStep step, Map<Path, Integer> names) {
    if (step instanceof DiskStep.Create create) {
      names.put(create.path(), create.file());
    } else if (step instanceof DiskStep.MakeDirectory made) {
      names.put(made.path(), NO_FILE);
    } else if (step instanceof DiskStep.Move move) {
      names.remove(move.from());
      names.put(move.path(), move.file());
    } else if (step instanceof DiskStep.Delete delete) {
      names.remove(delete.path());
    }
  }

  private static byte[] changed(byte[] content, List<DiskStep> steps) {
    byte[] changed = content.clone();
    for (DiskStep step : steps) {
      if (step instanceof DiskStep.Truncate cut) {
        changed = Arrays.copyOf(changed, Math.toIntExact(cut.length()));
      } else if (step instanceof DiskStep.Write write) {
        int at = Math.toIntExact(write.offset());
        int end = at + write.octets().length;
        changed = changed.length >= end ? changed : Arrays.copyOf(changed, end);
        System.arraycopy(write.octets(), 0, changed, at, write.octets().length);
      }
    }
    return changed;
  }

  /** Puts files into a directory, relative to another one. */
  static void lay(Map<Path, byte[]> files, Path from, Path to) throws IOException {
    for (Map.Entry<Path, byte[]> file : files.entrySet()) {
      Path path = to.resolve(from.relativize(file.getKey()));
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }
}
