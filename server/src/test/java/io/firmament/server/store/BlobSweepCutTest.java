package io.firmament.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.server.app.Caller;
import io.firmament.server.app.FirmwareView;
import io.firmament.server.app.ManualMeter;
import io.firmament.server.app.NewFirmware;
import io.firmament.server.app.NewProduct;
import io.firmament.server.app.Ports;
import io.firmament.server.app.RefusedException;
import io.firmament.server.app.UnreachableLink;
import io.firmament.server.app.UseCases;
import io.firmament.server.device.DeviceFixtures;
import io.firmament.server.release.Firmware;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power fails at every step of uploads, deletions and sweeps, and any of what was not forced is
 * lost: no version is without its blobs, and after the next sweep no blob without its version.
 */
final class BlobSweepCutTest {
  private static final Caller ME = new Caller("me");

  @TempDir private Path scratch;
  private final List<DiskStep> steps = new ArrayList<>();

  /** Before each step: versions that must be there, and those that may be. */
  private final List<Set<Integer>> certain = new ArrayList<>();

  private final List<Set<Integer>> possible = new ArrayList<>();
  private final Set<Integer> versions = new TreeSet<>();
  private final Set<Integer> inDoubt = new TreeSet<>();
  private int directories;

  /** A server on a directory. */
  private static final class Running implements AutoCloseable {
    private final Deque<Runnable> work = new ArrayDeque<>();
    private final DataDirectory data;
    private final JournaledStateStore store;
    private final FileBlobStore blobs;
    private final UseCases server;

    private Running(Path root, Disk disk) throws IOException {
      this.data = DataDirectory.open(root, disk);
      this.store = JournaledStateStore.open(data);
      this.blobs = FileBlobStore.open(data);
      this.server =
          UseCases.assemble(
              new Ports(
                  store,
                  blobs,
                  manifest -> manifest.toString().getBytes(StandardCharsets.UTF_8),
                  new UnreachableLink(),
                  new ManualMeter(),
                  () -> Instant.EPOCH,
                  new SecureRandom(),
                  work::add,
                  encoding -> {}));
    }

    private void upload(int version, String content) throws RefusedException, IOException {
      server
          .operators()
          .uploadFirmware()
          .upload(
              new NewFirmware(
                  DeviceFixtures.PRODUCT, Optional.of(new FirmwareVersion(version)), "", ""),
              new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)),
              ME);
    }

    private void delete(int version) throws RefusedException {
      server
          .operators()
          .releases()
          .deleteFirmware()
          .delete(DeviceFixtures.PRODUCT, new FirmwareVersion(version), ME);
    }

    private void sweep() {
      server.devices().lookAfterUpdates().look();
      while (!work.isEmpty()) {
        work.remove().run();
      }
    }

    private List<Firmware> firmware() {
      return server.operators().findFirmware().of(DeviceFixtures.PRODUCT).stream()
          .map(FirmwareView::firmware)
          .toList();
    }

    @Override
    public void close() throws IOException {
      store.close();
      data.close();
    }
  }

  private synchronized void note(DiskStep step) {
    steps.add(step);
    certain.add(Set.copyOf(versions));
    Set<Integer> may = new TreeSet<>(versions);
    may.addAll(inDoubt);
    possible.add(Set.copyOf(may));
  }

  /** Two versions share an image; one of them, and one of its own, are deleted. */
  private Path recorded() throws Exception {
    Path root = scratch.resolve("recorded");
    try (Running running = new Running(root, new WatchedDisk(this::note))) {
      running
          .server
          .operators()
          .registerProduct()
          .register(
              new NewProduct("Node", DeviceFixtures.PLATFORM, Optional.of(DeviceFixtures.PRODUCT)),
              ME);
      upload(running, 1, "shared");
      upload(running, 2, "shared");
      upload(running, 3, "its own");
      delete(running, 2);
      delete(running, 3);
      upload(running, 4, "its own");
    }
    return root;
  }

  private void upload(Running running, int version, String content) throws Exception {
    inDoubt.add(version);
    running.upload(version, content);
    versions.add(version);
    inDoubt.remove(version);
    running.sweep();
  }

  private void delete(Running running, int version) throws Exception {
    inDoubt.add(version);
    versions.remove(version);
    running.delete(version);
    inDoubt.remove(version);
    running.sweep();
  }

  @Test
  void no_version_is_without_its_blobs_and_no_blob_without_its_version() throws Exception {
    Path root = recorded();

    int states = cutEverywhere(root);

    System.out.printf(
        "uploads and sweeps: %d steps, %d states of the disk%n", steps.size(), states);
    assertThat(states).isGreaterThan(steps.size());
  }

  /** The test of the test. */
  @Test
  void blobs_that_were_not_forced_would_be_found_out() throws Exception {
    Path root = recorded();
    leaveOut(s -> s instanceof DiskStep.Force && s.path().startsWith(root.resolve("blobs")));

    assertThatThrownBy(() -> cutEverywhere(root)).isInstanceOf(AssertionError.class);
  }

  private void leaveOut(Predicate<DiskStep> which) {
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (which.test(steps.get(i))) {
        steps.remove(i);
        certain.remove(i);
        possible.remove(i);
      }
    }
  }

  private int cutEverywhere(Path root) throws IOException {
    PowerCut power = new PowerCut();
    Set<String> tried = new HashSet<>();
    for (int cut = 0; cut < steps.size(); cut++) {
      for (BitSet lost : power.losses(cut)) {
        Map<Path, byte[]> files = power.remains(lost);
        if (tried.add(fingerprint(root, files) + certain.get(cut) + possible.get(cut))) {
          survive(root, files, cut, "cut " + cut + ", lost " + lost);
        }
      }
      power.done(steps.get(cut));
    }
    return tried.size();
  }

  private static String fingerprint(Path root, Map<Path, byte[]> files) {
    Map<String, String> seen = new TreeMap<>();
    files.forEach(
        (path, octets) -> seen.put(root.relativize(path).toString(), Digest.of(octets).hex()));
    return seen.toString();
  }

  private void survive(Path root, Map<Path, byte[]> files, int cut, String where)
      throws IOException {
    Path copy = scratch.resolve("copy-" + ++directories);
    PowerCut.lay(files, root, copy);
    try (Running running = new Running(copy, new LocalDisk())) {
      Set<Integer> found = new TreeSet<>();
      Set<Digest> named = new HashSet<>();
      for (Firmware firmware : running.firmware()) {
        found.add(firmware.version().number());
        named.add(firmware.image());
        named.add(firmware.manifest().digest());
      }
      assertThat(found).as(where).containsAll(certain.get(cut)).isSubsetOf(possible.get(cut));
      assertWhole(running, named, where);
      running.sweep();
      assertWhole(running, named, where);
      assertThat(running.blobs.all()).as(where).containsExactlyInAnyOrderElementsOf(named);
    }
  }

  private static void assertWhole(Running running, Set<Digest> named, String where)
      throws IOException {
    for (Digest digest : named) {
      assertThat(running.blobs.size(digest)).as(where).isPresent();
      try (InputStream content = running.blobs.open(digest)) {
        assertThat(Digest.of(content.readAllBytes())).as(where).isEqualTo(digest);
      }
    }
  }
}
