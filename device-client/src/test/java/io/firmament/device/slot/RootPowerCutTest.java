package io.firmament.device.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.device.core.KeptRoot;
import io.firmament.device.core.StorageFailedException;
import io.firmament.protocol.message.BootReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The power goes after every operation of four rotations: whom the device believes never ages. */
class RootPowerCutTest {
  private static final Firmware ONE = Firmware.of(1, 3_000);
  private static final int LAST = 5;

  /** What was kept without a doubt when the power went. */
  private long acknowledged;

  @Test
  void a_root_document_is_the_one_before_or_the_one_after() throws Exception {
    List<String> wrong = sweep(files -> files);
    assertThat(wrong).isEmpty();
  }

  @Test
  void left_out_forces_are_found() throws Exception {
    assertThat(sweep(files -> new UnforcedFiles(files, FileNames.ROOT_ASIDE::equals)))
        .as("the document not forced")
        .isNotEmpty();
    assertThat(sweep(files -> new UnforcedFiles(files, UnforcedFiles.DIRECTORY::equals)))
        .as("the directory not forced")
        .isNotEmpty();
  }

  @Test
  void damage_to_the_newest_costs_one_step_and_no_more() throws Exception {
    ForgetfulFiles files = factory();
    try (FileSlotStore store = booted(files)) {
      rotate(store, LAST);
    }
    for (String name : FileNames.ROOTS) {
      ForgetfulFiles damaged = files.copy();
      damaged.write(name, 20, new byte[] {0x55});
      try (FileSlotStore store = booted(damaged)) {
        assertThat(store.root().orElseThrow().number()).isBetween(LAST - 1L, (long) LAST);
        store.keepRoot(root(store.root().get().number() + 1));
      }
    }
  }

  private List<String> sweep(Function<SlotFiles, SlotFiles> fault) throws Exception {
    List<String> wrong = new ArrayList<>();
    ForgetfulFiles before = factory();
    ForgetfulFiles uncut = before.copy();
    rotate(booted(uncut), LAST);
    for (long cut = 1; cut <= uncut.operations(); cut++) {
      ForgetfulFiles files = before.copy().cutAfter(cut);
      rotateUntilCut(fault.apply(files));
      long kept = acknowledged;
      List<ForgetfulFiles> aftermaths = files.aftermaths(cut);
      for (int i = 0; i < aftermaths.size(); i++) {
        String found = recovered(aftermaths.get(i), kept);
        if (!found.isEmpty()) {
          wrong.add("cut " + cut + ", loss " + i + ": " + found);
        }
      }
    }
    return wrong;
  }

  private void rotateUntilCut(SlotFiles files) throws StorageFailedException {
    acknowledged = 0;
    try {
      rotate(booted(files), LAST);
    } catch (PowerCutException cut) {
      return;
    }
  }

  private String recovered(ForgetfulFiles disk, long kept) throws StorageFailedException {
    FileSlotStore store = booted(disk);
    long found = store.root().map(KeptRoot::number).orElse(0L);
    if (found < kept || found > kept + 1) {
      return "expected document " + kept + " or the next one, found " + found;
    }
    if (found > 0 && !Arrays.equals(store.root().get().signed(), root(found).signed())) {
      return "expected the octets of document " + found + ", found others";
    }
    rotate(store, LAST);
    long end = booted(disk).root().orElseThrow().number();
    return end == LAST ? "" : "expected to end with document " + LAST + ", found " + end;
  }

  private void rotate(FileSlotStore store, int last) throws StorageFailedException {
    for (long number = store.root().map(KeptRoot::number).orElse(0L) + 1;
        number <= last;
        number++) {
      store.keepRoot(root(number));
      acknowledged = number;
    }
  }

  private static KeptRoot root(long number) {
    byte[] signed = new byte[1_500];
    Arrays.fill(signed, (byte) number);
    return new KeptRoot(number, signed);
  }

  private static FileSlotStore booted(SlotFiles files) {
    FileSlotStore store = new FileSlotStore(files, new SlotOptions(1 << 20, 3));
    store.boot(BootReason.POWER, image -> true);
    return store;
  }

  private static ForgetfulFiles factory() throws StorageFailedException, IOException {
    ForgetfulFiles files = new ForgetfulFiles();
    new FileSlotStore(files, new SlotOptions(1 << 20, 3)).fillFactory(ONE.image(), ONE.stream());
    return files.copy();
  }
}
