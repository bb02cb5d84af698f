package io.firmament.server.app;

import io.firmament.protocol.message.ShortHello;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.access.Rights;
import io.firmament.server.device.Approval;
import io.firmament.server.device.DeviceFacts;
import io.firmament.server.device.DeviceFixtures;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.device.GroupId;
import io.firmament.server.store.MemoryBlobStore;
import io.firmament.server.store.MemoryStateStore;
import io.firmament.server.targeting.Catalogue;
import io.firmament.server.trigger.Trigger;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A large product in memory, for measurements: four versions, three groups with releases of their
 * own, every tenth device here, and everybody on one of the two oldest versions.
 */
public final class LargeFleet {
  private static final int PAGE = 1_000;
  private static final int ONLINE = 10;
  private static final Caller ME = new Caller("me");

  private final MemoryStateStore store = new MemoryStateStore();
  private final List<DeviceRecord> records = new ArrayList<>();
  private final Instant now = Instant.parse("2026-03-01T00:00:00Z");
  private final UseCases server;

  /** With so many devices. */
  public LargeFleet(int devices) throws RefusedException, IOException {
    UseCases empty = assemble();
    empty
        .operators()
        .registerProduct()
        .register(
            new NewProduct("Large", DeviceFixtures.PLATFORM, Optional.of(DeviceFixtures.PRODUCT)),
            ME);
    for (int version = 1; version <= 4; version++) {
      upload(empty, version);
    }
    for (String name : List.of("a", "b", "c")) {
      empty
          .operators()
          .createGroup()
          .create(new NewGroup(DeviceFixtures.PRODUCT, name, "", ""), ME);
    }
    write(devices);
    this.server = assemble();
    for (int number = 0; number < devices; number += ONLINE) {
      greet(records.get(number));
    }
  }

  private UseCases assemble() {
    return UseCases.assemble(
        new Ports(
            store,
            new MemoryBlobStore(),
            manifest -> manifest.toString().getBytes(StandardCharsets.UTF_8),
            new RecordingLink(),
            new ManualMeter(),
            () -> now,
            new SecureRandom(),
            later -> {},
            later -> {}));
  }

  private static void upload(UseCases server, int version) throws RefusedException, IOException {
    server
        .operators()
        .uploadFirmware()
        .upload(
            new NewFirmware(
                DeviceFixtures.PRODUCT, Optional.of(new FirmwareVersion(version)), "", ""),
            new ByteArrayInputStream(ServerFixture.content(version)),
            ME);
  }

  private void write(int devices) {
    for (int from = 0; from < devices; from += PAGE) {
      Change.Builder change = Change.change();
      for (int number = from; number < Math.min(devices, from + PAGE); number++) {
        DeviceRecord record = record(number);
        records.add(record);
        RegisterDevice.create(change, record);
      }
      try {
        store.commit(change.build());
      } catch (ConflictException e) {
        throw new AssertionError(e);
      }
    }
  }

  private DeviceRecord record(int number) {
    DeviceId id = new DeviceId(String.format(Locale.ROOT, "%024x", number));
    int version = 1 + number % 2;
    DeviceFixtures says = DeviceFixtures.fresh().running(version, ServerFixture.image(version));
    DeviceRecord record =
        DeviceRecord.added(id, DeviceFixtures.PRODUCT, id.hex(), Approval.APPROVED, now)
            .withFacts(DeviceFacts.of(says.hello(), now));
    List<GroupId> groups =
        number % 5 == 0 ? List.of(new GroupId(1 + number % 3)) : List.<GroupId>of();
    return record.withAssignment(record.assignment().inGroups(groups, now));
  }

  private void greet(DeviceRecord device) {
    server.devices().noteContact().connected(device.id(), Trigger.HANDSHAKE, "a", Optional.empty());
    DeviceFacts facts = device.facts().orElseThrow();
    ServerFixture.now(
        server
            .devices()
            .receiveHello()
            .receive(device.id(), new ShortHello(facts.digest(), facts.flags())));
  }

  /** What operators do with it. */
  public OperatorVerbs operators() {
    return server.operators();
  }

  /** A release of a version to all of it, though nobody runs it. */
  public NewRelease wish(int version) {
    return new NewRelease(
        DeviceFixtures.PRODUCT,
        new FirmwareVersion(version),
        true,
        Set.of(),
        true,
        Optional.of("a measurement"),
        true,
        Optional.empty());
  }

  /** Releases a version to a group. */
  public void release(int version, String group) throws RefusedException {
    operators()
        .publishRelease()
        .publish(
            new NewRelease(
                DeviceFixtures.PRODUCT,
                new FirmwareVersion(version),
                false,
                Set.of(group),
                false,
                Optional.of("a measurement"),
                false,
                Optional.empty()),
            ME);
  }

  /** Who does all this. */
  public Caller caller() {
    return ME;
  }

  /** Its devices. */
  public List<DeviceRecord> records() {
    return List.copyOf(records);
  }

  /** A page of its devices by id. */
  public DeviceQuery page(int number, int size) {
    return new DeviceQuery(
        Rights.EVERYTHING,
        Optional.of(DeviceFixtures.PRODUCT),
        "",
        "",
        List.of(),
        DeviceQuery.Sort.ID,
        false,
        (long) number * size,
        size);
  }

  /** Its product. */
  public ProductId product() {
    return DeviceFixtures.PRODUCT;
  }

  /** What the product has, and what is released, now. */
  public Catalogue catalogueNow() {
    return new Fleet(MirroredStore.over(store, Tables.mirrored(), Tables.catalogued()))
        .catalogue(DeviceFixtures.PRODUCT);
  }
}
