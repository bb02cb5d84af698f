package io.firmament.device.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.certs.CredentialKind;
import io.firmament.certs.DeviceCredential;
import io.firmament.certs.InstallationKeys;
import io.firmament.device.sim.Factory;
import io.firmament.device.sim.Fault;
import io.firmament.device.sim.SimulationOptions;
import io.firmament.device.sim.Storage;
import io.firmament.device.sim.Summary.Outcome;
import io.firmament.device.slot.SharedBlocks;
import io.firmament.device.slot.SlotFiles;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens to one device of a fleet is nothing to the others. */
@Timeout(60)
final class FleetTest {
  private static final String ID = "0123456789abcdef01234567";
  private static final InetSocketAddress NOBODY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);

  @TempDir private Path directory;
  private DeviceCredential credential;

  @BeforeEach
  void begin() throws Exception {
    Path certs = directory.resolve("certs");
    InstallationKeys.make(certs, Instant.now(), new SecureRandom());
    DeviceCredential.make(certs, ID, CredentialKind.PSK, new SecureRandom());
    credential = DeviceCredential.read(certs.resolve("devices").resolve(ID));
    Files.write(directory.resolve("factory.bin"), new byte[2000]);
  }

  @Test
  void one_that_cannot_start_and_one_that_breaks_end_alone() throws Exception {
    List<Fleet.Member> members =
        List.of(
            member(new BrokenStorage(), Duration.ofSeconds(1)),
            member(memory(), Duration.ofSeconds(1), Optional.empty()),
            member(memory(), Duration.ofSeconds(1)));
    try (Fleet fleet = Fleet.start(members, (id, event) -> {})) {
      assertThat(fleet.await(Duration.ofSeconds(30))).isTrue();
      FleetReport report = fleet.report();
      assertThat(report.ends().get(0).trouble()).contains("a mistake of the program", "broken");
      assertThat(report.ends().get(1).trouble()).contains("storage is empty", "--factory");
      assertThat(report.ends().get(2).outcome()).isEqualTo(Outcome.TIMEOUT);
      assertThat(report.ends().get(2).trouble()).isEmpty();
      assertThat(fleet.snapshot().at(Stage.FAILED)).isEqualTo(3);
    }
  }

  @Test
  void power_that_goes_at_any_write_ends_a_boot_and_nothing_else() throws Exception {
    // The factory's writes, and those of the boot that follows.
    for (long write = 1; write <= 24; write++) {
      List<Fleet.Member> members =
          List.of(member(memory(), Duration.ofMillis(300), factory(), "power@write:" + write));
      try (Fleet fleet = Fleet.start(members, (id, event) -> {})) {
        assertThat(fleet.await(Duration.ofSeconds(30))).isTrue();
        assertThat(fleet.report().ends().get(0).summary().orElseThrow().to())
            .as("cut at write %s", write)
            .contains(new FirmwareVersion(1));
      }
    }
  }

  @Test
  void a_fleet_that_is_closed_ends_and_has_no_report_before() throws Exception {
    Fleet fleet = Fleet.start(List.of(member(memory(), Duration.ofHours(1))), (id, event) -> {});
    assertThatThrownBy(fleet::report).isInstanceOf(IllegalStateException.class);
    fleet.close();
    assertThat(fleet.report().ends().get(0).trouble()).isEqualTo("it was ended from outside");
  }

  private static Storage memory() {
    return Storage.discarded(new SharedBlocks());
  }

  private Optional<Factory> factory() {
    return Optional.of(
        new Factory(
            directory.resolve("factory.bin"),
            new FirmwareVersion(1),
            new ProductId(1),
            new PlatformId(1)));
  }

  private Fleet.Member member(Storage storage, Duration timeout) {
    return member(storage, timeout, factory());
  }

  private Fleet.Member member(
      Storage storage, Duration timeout, Optional<Factory> factory, String... faults) {
    return new Fleet.Member(
        SimulationOptions.builder(credential, NOBODY, storage)
            .factory(factory)
            .faults(Stream.of(faults).map(Fault::parse).toList())
            .timeout(Optional.of(timeout))
            .build(),
        Duration.ZERO);
  }

  /** A mistake of the program, as it were. */
  private static final class BrokenStorage implements Storage {
    @Override
    public SlotFiles open() {
      throw new IllegalStateException("broken");
    }

    @Override
    public Optional<Path> sessions() {
      return Optional.empty();
    }
  }
}
