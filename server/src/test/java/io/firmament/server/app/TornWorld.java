package io.firmament.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.message.Cancel;
import io.firmament.protocol.message.EndSession;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.Hello;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.Reset;
import io.firmament.protocol.message.Status;
import io.firmament.protocol.message.StatusVerdict;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.server.device.DeviceFixtures;
import io.firmament.server.release.Firmware;
import io.firmament.server.store.MemoryBlobStore;
import io.firmament.server.store.MemoryStateStore;
import io.firmament.server.transfer.Attempt;
import io.firmament.server.transfer.AttemptState;
import io.firmament.server.trigger.Trigger;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * A server, a device and what comes between them: releases, kills and lost answers, one after the
 * other as a test wants it. In the end everybody hears everybody, and what the server tells is
 * compared with the device's diary.
 */
final class TornWorld implements DeviceLink {
  private static final Caller ME = new Caller("me");
  private static final int VERSIONS = 4;

  /** After so many rounds in which nobody had anything to do, nobody has. */
  private static final int IDLE_ROUNDS = 3;

  private static final int MOST_ROUNDS = 60;

  /** What may happen next. */
  enum Happening {
    /** The next version is released, intelligently. */
    RELEASE,
    /** The server does what waits in the background: pushes, cancels. */
    WORK,
    /** The same, and no answer of the device arrives. */
    WORK_DEAF,
    /** The server is killed, and starts again. */
    KILL,
    /** The device says hello. */
    HELLO,
    /** The server hears a hello, and its answer is lost. */
    HELLO_DEAF,
    /** The device reports. */
    REPORT,
    /** The server hears a report, and its answer is lost. */
    REPORT_DEAF,
    /** The device goes on with its update, whether its report was heard or not. */
    GO_ON,
    /** The device is away for so long that it counts as lost. */
    AWAY
  }

  private final MemoryStateStore store = new MemoryStateStore();
  private final MemoryBlobStore blobs = new MemoryBlobStore();
  private final Deque<Runnable> work = new ArrayDeque<>();
  private final Map<Digest, Firmware> byManifest = new HashMap<>();
  private final TalkingDevice device;
  private final Set<Integer> crashing;
  private Instant now = Instant.parse("2026-03-01T00:00:00Z");
  private UseCases server;
  private boolean connected;
  private boolean deaf;
  private boolean wasAway;
  private int released = 1;

  /** A world in which the device runs version 1 and says so, and some versions never work. */
  TornWorld(Set<Integer> crashing) {
    this.crashing = crashing;
    this.device =
        new TalkingDevice(manifest -> byManifest.get(manifest).version().number(), crashing);
    start();
    try {
      server
          .operators()
          .registerProduct()
          .register(
              new NewProduct("Node", DeviceFixtures.PLATFORM, Optional.of(DeviceFixtures.PRODUCT)),
              ME);
      for (int version = 1; version <= VERSIONS; version++) {
        upload(version);
      }
      server
          .operators()
          .registerDevice()
          .register(
              new NewDevice(
                  DeviceFixtures.ID,
                  DeviceFixtures.PRODUCT,
                  Optional.empty(),
                  Optional.of(new NewCredential.SharedKey(ServerFixture.PSK))),
              ME);
    } catch (RefusedException | IOException e) {
      throw new AssertionError(e);
    }
    workOff();
    hello(true);
    workOff();
  }

  private void start() {
    work.clear();
    connected = false;
    server =
        UseCases.assemble(
            new Ports(
                store,
                blobs,
                manifest -> manifest.toString().getBytes(StandardCharsets.UTF_8),
                this,
                new ManualMeter(),
                () -> now,
                new SecureRandom(),
                work::add,
                encoding -> {}));
    server.keepLedgers().begin();
  }

  private void upload(int version) throws RefusedException, IOException {
    Firmware firmware =
        server
            .operators()
            .uploadFirmware()
            .upload(
                new NewFirmware(
                    DeviceFixtures.PRODUCT, Optional.of(new FirmwareVersion(version)), "", ""),
                new ByteArrayInputStream(ServerFixture.content(version)),
                ME);
    byManifest.put(firmware.manifest().digest(), firmware);
  }

  /**
   * Lets something happen.
   *
   * @return whether anything did
   */
  boolean happens(Happening what) {
    now = now.plusSeconds(1);
    return switch (what) {
      case RELEASE -> release();
      case WORK -> workOff();
      case WORK_DEAF -> deafly(this::workOff);
      case KILL -> kill();
      case HELLO -> hello(true);
      case HELLO_DEAF -> hello(false);
      case REPORT -> report(true);
      case REPORT_DEAF -> report(false);
      case GO_ON -> goOn();
      case AWAY -> away();
    };
  }

  /** Something happens, or not. */
  private interface Step {
    boolean happens();
  }

  private boolean deafly(Step step) {
    deaf = true;
    boolean happened = step.happens();
    deaf = false;
    return happened;
  }

  private boolean release() {
    if (released == VERSIONS) {
      return false;
    }
    released++;
    try {
      server
          .operators()
          .publishRelease()
          .publish(
              new NewRelease(
                  DeviceFixtures.PRODUCT,
                  new FirmwareVersion(released),
                  true,
                  Optional.of("a test")),
              ME);
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
    return true;
  }

  private boolean workOff() {
    boolean any = !work.isEmpty();
    while (!work.isEmpty()) {
      work.remove().run();
    }
    return any;
  }

  private boolean kill() {
    boolean any = connected || !work.isEmpty();
    start();
    return any;
  }

  private boolean hello(boolean answered) {
    if (!connected) {
      connected = true;
      server
          .devices()
          .noteContact()
          .connected(DeviceFixtures.ID, Trigger.RESUME, "a", Optional.empty());
    }
    server.devices().noteContact().heard(DeviceFixtures.ID, "a");
    Hello said = device.hello();
    HelloReply reply =
        ServerFixture.now(server.devices().receiveHello().receive(DeviceFixtures.ID, said));
    if (answered) {
      device.met(said, ((HelloReply.Answered) reply).answer());
    }
    return true;
  }

  private boolean report(boolean answered) {
    Optional<Status> report = device.report();
    if (report.isEmpty() || !connected) {
      return false;
    }
    StatusVerdict verdict =
        ServerFixture.now(server.devices().recordStatus().record(DeviceFixtures.ID, report.get()));
    if (answered) {
      device.answered(verdict);
    }
    return true;
  }

  private boolean goOn() {
    Optional<Boolean> booted = device.goOn();
    if (booted.orElse(false)) {
      connected = false;
    }
    return booted.isPresent();
  }

  private boolean away() {
    connected = false;
    wasAway = true;
    server.devices().noteContact().lost(DeviceFixtures.ID);
    now = now.plus(Duration.ofHours(2));
    server.devices().lookAfterUpdates().look();
    return true;
  }

  // ---- What must be true in the end

  /** Everybody hears everybody until nothing more happens; then the server tells what was true. */
  void assertTrueInTheEnd() {
    int idle = 0;
    for (int round = 0; idle < IDLE_ROUNDS; round++) {
      assertThat(round).as("an end").isLessThan(MOST_ROUNDS);
      happens(Happening.HELLO);
      boolean busy = happens(Happening.WORK);
      busy |= happens(Happening.REPORT);
      busy |= happens(Happening.WORK);
      busy |= happens(Happening.GO_ON);
      idle = busy ? 0 : idle + 1;
    }
    assertThat(history()).as("the history").isEqualTo(device.diary);
    assertThat(bills()).as("what the event stream tells").isEqualTo(device.diary);
    assertThat(device.diary).as("no version twice").doesNotHaveDuplicates();
    assertArrived();
    assertEachStepToldOnce();
  }

  /** It runs what was released last, left it, or was away with it for too long. */
  private void assertArrived() {
    assertThat(attempts()).as("nothing is under way").allMatch(a -> a.state().ended());
    if (released > 1) {
      ProductSummary summary =
          server.operators().releases().summarizeProduct().summarize(DeviceFixtures.PRODUCT);
      int updated = device.diary.contains("+" + released) ? 1 : 0;
      int left = device.diary.contains("-" + released) ? 1 : 0;
      int lost = 1 - updated - left;
      assertThat(summary.versions().get(new FirmwareVersion(released)))
          .isEqualTo(new RolloutCounts(updated, 0, 0, left, lost, 0));
      assertThat(left == 1).isEqualTo(lost == 0 && crashing.contains(released));
      assertThat(lost == 0 || wasAway).as("lost without having been away").isTrue();
      assertThat(device.version() == released).isEqualTo(updated == 1);
    }
  }

  private List<Attempt> attempts() {
    List<Attempt> attempts =
        new ArrayList<>(server.operators().releases().findHistory().ofDevice(DeviceFixtures.ID));
    Collections.reverse(attempts);
    return attempts;
  }

  private List<String> history() {
    return attempts().stream()
        .filter(a -> a.state() == AttemptState.UPDATED || a.state() == AttemptState.ROLLED_BACK)
        .map(a -> (a.state() == AttemptState.UPDATED ? "+" : "-") + a.to())
        .toList();
  }

  private List<String> bills() {
    return told("firmament/device/update")
        .filter(data -> data.contains("\"updated\"") || data.contains("\"rolled-back\""))
        .map(
            data ->
                (data.contains("\"updated\"") ? "+" : "-")
                    + data.replaceAll(".*\"to\":([0-9]+).*", "$1"))
        .toList();
  }

  private Stream<String> told(String name) {
    return store.events(0, Integer.MAX_VALUE).stream()
        .map(StoredEvent::event)
        .filter(e -> e.name().equals(name))
        .map(ServerEvent::data);
  }

  /** Of an attempt it is told once at most that it has begun, and that all has arrived. */
  private void assertEachStepToldOnce() {
    assertThat(told(EventNames.FLASH_STATUS).filter("started "::equals).count())
        .as("beginnings")
        .isLessThanOrEqualTo(attempts().size());
    long whole =
        attempts().stream()
            .filter(
                a ->
                    a.state() == AttemptState.UPDATED
                        || a.state() == AttemptState.ROLLED_BACK
                        || a.reached().compareTo(AttemptState.READY_TO_APPLY) >= 0)
            .count();
    assertThat(told(EventNames.FLASH_STATUS).filter("success "::equals).count())
        .as("whole transfers")
        .isEqualTo(whole);
    assertThat(told(EventNames.FLASH_STATUS).filter("rolled back"::equals).count())
        .isEqualTo(device.diary.stream().filter(d -> d.startsWith("-")).count());
  }

  // ---- The link

  @Override
  public CompletionStage<OfferReply> offer(DeviceId id, Offer offer) {
    if (!connected) {
      return unreachable(id, UnreachableException.Why.NOT_CONNECTED);
    }
    int version = byManifest.get(offer.manifest()).version().number();
    assertThat(version).as("what was released last").isEqualTo(released);
    assertThat(device.diary).as("not a second time").doesNotContain("+" + version, "-" + version);
    Optional<RefusalReason> refused = device.offered(offer);
    if (deaf) {
      return unreachable(id, UnreachableException.Why.TIMEOUT);
    }
    return CompletableFuture.completedStage(
        refused.isPresent() ? new OfferReply.Refused(refused.get()) : new OfferReply.Accepted());
  }

  @Override
  public CompletionStage<Void> cancel(DeviceId id, Cancel cancel) {
    if (!connected) {
      return unreachable(id, UnreachableException.Why.NOT_CONNECTED);
    }
    device.cancelled(cancel.commandId());
    return deaf ? unreachable(id, UnreachableException.Why.TIMEOUT) : done();
  }

  @Override
  public CompletionStage<FullHello> describe(DeviceId id) {
    return unreachable(id, UnreachableException.Why.NOT_CONNECTED);
  }

  @Override
  public CompletionStage<Void> ping(DeviceId id) {
    return connected ? done() : unreachable(id, UnreachableException.Why.NOT_CONNECTED);
  }

  @Override
  public CompletionStage<Void> force(DeviceId id, boolean on) {
    return done();
  }

  @Override
  public CompletionStage<Void> pending(DeviceId id, boolean on) {
    if (!connected) {
      return unreachable(id, UnreachableException.Why.NOT_CONNECTED);
    }
    device.pending(on);
    return deaf ? unreachable(id, UnreachableException.Why.TIMEOUT) : done();
  }

  @Override
  public CompletionStage<Void> reset(DeviceId id, Reset reset) {
    return unreachable(id, UnreachableException.Why.NOT_CONNECTED);
  }

  @Override
  public CompletionStage<Void> endSession(DeviceId id, EndSession endSession) {
    return unreachable(id, UnreachableException.Why.NOT_CONNECTED);
  }

  @Override
  public void disconnect(DeviceId id) {
    connected = false;
  }

  private static CompletionStage<Void> done() {
    return CompletableFuture.completedStage(null);
  }

  private static <T> CompletionStage<T> unreachable(DeviceId id, UnreachableException.Why why) {
    return CompletableFuture.failedStage(new UnreachableException(id, why, ""));
  }
}
