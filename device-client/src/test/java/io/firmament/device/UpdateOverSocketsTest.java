package io.firmament.device;

import static io.firmament.device.sim.SimulationEvent.Phase.CRASHED;
import static io.firmament.device.sim.SimulationEvent.Phase.VERIFYING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.firmament.device.sim.Factory;
import io.firmament.device.sim.Fault;
import io.firmament.device.sim.SimulatedDevice;
import io.firmament.device.sim.SimulationEvent;
import io.firmament.device.sim.SimulationOptions;
import io.firmament.device.sim.Storage;
import io.firmament.device.sim.Summary;
import io.firmament.device.sim.Summary.Outcome;
import io.firmament.protocol.codec.CommandCodec;
import io.firmament.protocol.codec.OfferCodec;
import io.firmament.protocol.message.Cancel;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.ModuleState;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.Paths;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.Status.Phase;
import io.firmament.protocol.message.UpdateOutcome;
import io.firmament.protocol.message.UpdateOutcome.Result;
import io.firmament.protocol.value.Coding;
import io.firmament.protocol.value.FirmwareVersion;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.core.ConditionFactory;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A simulated device against the cloud's side of the protocol: real sockets, real directory. */
@Timeout(120)
final class UpdateOverSocketsTest {
  /** On a machine that has much else to do, everything may take long. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir private Path directory;
  private TestIdentity identity;
  private TestCloud cloud;
  private final List<SimulationEvent> seen = new CopyOnWriteArrayList<>();

  private final ExecutorService devices = Executors.newSingleThreadExecutor();

  @BeforeEach
  void begin() throws Exception {
    identity = TestIdentity.make(directory.resolve("certs"));
    cloud = new TestCloud(identity.key());
    Files.write(directory.resolve("factory.bin"), TestRelease.image(20_000, 1));
  }

  @AfterEach
  void nothing_was_undecodable() {
    devices.shutdownNow();
    cloud.close();
    assertThat(cloud.trouble).isEmpty();
  }

  @Test
  void an_offered_update_is_fetched_booted_and_confirmed() throws Exception {
    TestRelease release = release(2, Coding.DEFLATE);
    cloud.offer(release.in(cloud, 1));
    Summary summary = run(device(2));
    assertThat(summary.outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(summary.from()).contains(new FirmwareVersion(1));
    assertThat(summary.to()).contains(new FirmwareVersion(2));
    assertThat(summary.blocks()).isEqualTo(release.blocks());
    assertThat(summary.repeatedBlocks()).isLessThanOrEqualTo(DeviceSettings.DEFAULT_WINDOW);
    assertThat(summary.handshakes()).isEqualTo(1);
    assertThat(summary.resumes()).isEqualTo(1);
    FullHello.Facts facts = cloud.lastFullHello().orElseThrow().facts();
    assertThat(facts.modules().get(0).state()).isEqualTo(ModuleState.CONFIRMED);
    assertThat(facts.modules().get(0).image()).isEqualTo(release.image());
    assertThat(facts.outcome().orElseThrow().result()).isEqualTo(Result.UPDATED);
    // A phase that is over before the cloud has answered the one before is left out.
    assertThat(cloud.phases()).startsWith(Phase.STARTED).isSorted().endsWith(Phase.REBOOTING);
  }

  @Test
  void a_pushed_offer_is_taken_and_its_repetition_changes_nothing() throws Exception {
    Offer pushed = release(2, Coding.IDENTITY).in(cloud, 5);
    Future<Summary> device = start(device(2));
    eventually().until(() -> !cloud.hellos.isEmpty());
    byte[] offer = OfferCodec.encode(pushed);
    assertThat(cloud.ask(CoAP.Code.POST, Paths.OFFER, offer).getCode())
        .isEqualTo(ResponseCode.CHANGED);
    assertThat(cloud.ask(CoAP.Code.POST, Paths.OFFER, offer).getCode())
        .isEqualTo(ResponseCode.CHANGED);
    assertThat(device.get().outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(cloud.manifestsServed.values()).containsExactly(1);
    assertThat(cloud.phases()).containsOnlyOnce(Phase.STARTED);
  }

  @Test
  void a_device_that_was_switched_off_goes_on_where_it_was() throws Exception {
    TestRelease release = release(2, Coding.IDENTITY);
    cloud.offer(release.in(cloud, 1));
    cloud.serveBlocks(100);
    SimulationOptions options = device(2);
    Future<Summary> first = start(options);
    eventually().until(() -> cloud.blocksServed.get() > 100);
    off(first);
    cloud.serveBlocks(Long.MAX_VALUE);
    Summary second = run(options);
    assertThat(second.outcome()).isEqualTo(Outcome.UPDATED);
    // One window: the blocks in flight, and those since the last checkpoint.
    assertThat(second.blocks()).isLessThanOrEqualTo(release.blocks() - 100 + 16 + 10);
    assertThat(second.handshakes()).isZero();
    assertThat(second.resumes()).isEqualTo(2);
    assertThat(cloud.manifestsServed.values()).containsExactly(1);
  }

  @Test
  void a_version_whose_self_test_fails_is_left_and_the_cloud_hears_of_it() throws Exception {
    cloud.offer(release(2, Coding.IDENTITY).in(cloud, 1));
    Summary summary = run(device(2, Fault.parse("self-test-fails@2")));
    assertRolledBack(summary, RefusalReason.SELF_TEST);
  }

  @Test
  void a_version_that_crashes_is_left_when_its_attempts_have_run_out() throws Exception {
    cloud.offer(release(2, Coding.IDENTITY).in(cloud, 1));
    Summary summary = run(device(2, Fault.parse("crash@2")));
    assertRolledBack(summary, RefusalReason.CRASHED);
    assertThat(seen).filteredOn(event -> event.phase() == CRASHED).hasSize(3);
  }

  private void assertRolledBack(Summary summary, RefusalReason reason) {
    assertThat(summary.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(summary.to()).contains(new FirmwareVersion(1));
    UpdateOutcome outcome = cloud.lastFullHello().orElseThrow().facts().outcome().orElseThrow();
    assertThat(outcome.result()).isEqualTo(Result.ROLLED_BACK);
    assertThat(outcome.reason()).contains(reason);
    assertThat(outcome.commandId()).isEqualTo(1);
  }

  @Test
  void a_busy_device_says_so_and_takes_the_update_when_it_is_enabled() throws Exception {
    Offer pushed = release(2, Coding.IDENTITY).in(cloud, 1);
    Future<Summary> device = start(device(2, Fault.parse("busy@0-3")));
    eventually().until(() -> !cloud.hellos.isEmpty());
    Response refused = cloud.ask(CoAP.Code.POST, Paths.OFFER, OfferCodec.encode(pushed));
    assertThat(refused.getCode()).isEqualTo(ResponseCode.CONFLICT);
    assertThat(CommandCodec.decodeRefusal(refused.getPayload()).reason())
        .isEqualTo(RefusalReason.UPDATES_DISABLED);
    assertThat(cloud.blocksServed).hasValue(0);
    eventually().until(() -> cloud.events.contains("particle/device/updates/enabled=true"));
    cloud.ask(CoAP.Code.POST, Paths.OFFER, OfferCodec.encode(pushed));
    assertThat(device.get().outcome()).isEqualTo(Outcome.UPDATED);
  }

  @Test
  void force_overrides_a_busy_device_and_is_echoed() throws Exception {
    Offer pushed = release(2, Coding.IDENTITY).in(cloud, 1);
    Future<Summary> device = start(device(2, Fault.parse("busy@0-60")));
    eventually().until(() -> !cloud.hellos.isEmpty());
    cloud.ask(CoAP.Code.PUT, Paths.FORCE, CommandCodec.encodeSwitch(true));
    eventually().until(() -> cloud.events.contains("particle/device/updates/forced=true"));
    cloud.ask(CoAP.Code.POST, Paths.OFFER, OfferCodec.encode(pushed));
    assertThat(device.get().outcome()).isEqualTo(Outcome.UPDATED);
  }

  @Test
  void a_cancelled_update_ends_and_what_was_received_is_kept() throws Exception {
    TestRelease release = release(2, Coding.IDENTITY);
    Offer offer = release.in(cloud, 1);
    cloud.offer(offer);
    cloud.serveBlocks(60);
    Future<Summary> device = start(device(2));
    eventually().until(() -> cloud.blocksServed.get() > 60);
    cloud.offerNothing();
    byte[] cancel = CommandCodec.encode(new Cancel(1));
    assertThat(cloud.ask(CoAP.Code.DELETE, Paths.OFFER, cancel).getCode())
        .isEqualTo(ResponseCode.CHANGED);
    assertThat(device.get().outcome()).isEqualTo(Outcome.FAILED);
    cloud.serveBlocks(Long.MAX_VALUE);
    cloud.offer(release.in(cloud, 2));
    Summary second = run(device(2));
    assertThat(second.outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(second.blocks()).isLessThanOrEqualTo(release.blocks() - 60);
  }

  @Test
  void a_cloud_that_lost_the_session_is_met_again_and_the_download_goes_on() throws Exception {
    TestRelease release = release(2, Coding.IDENTITY);
    cloud.offer(release.in(cloud, 1));
    cloud.serveBlocks(100);
    Future<Summary> device = start(device(2));
    eventually().until(() -> cloud.blocksServed.get() > 100);
    cloud.stop();
    cloud.serveBlocks(Long.MAX_VALUE);
    cloud.start();
    Summary summary = device.get();
    assertThat(summary.outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(summary.blocks()).isEqualTo(release.blocks());
    assertThat(cloud.fullHandshakes).hasValueGreaterThanOrEqualTo(2);
  }

  @Test
  void a_link_that_loses_every_tenth_datagram_delivers_the_update() throws Exception {
    TestRelease release = release(2, Coding.IDENTITY);
    cloud.offer(release.in(cloud, 1));
    try (Relay relay = new Relay(cloud.address())) {
      Future<Summary> device = start(at(relay.address(), 2));
      eventually().until(() -> cloud.blocksServed.get() > 0);
      relay.lose(10);
      eventually().until(() -> seen.stream().anyMatch(event -> event.phase() == VERIFYING));
      relay.lose(0);
      Summary summary = device.get();
      assertThat(summary.outcome()).isEqualTo(Outcome.UPDATED);
      assertThat(summary.blocks()).isEqualTo(release.blocks());
    }
  }

  @Test
  void a_changed_address_during_the_download_costs_no_handshake() throws Exception {
    TestRelease release = release(2, Coding.IDENTITY);
    cloud.offer(release.in(cloud, 1));
    cloud.serveBlocks(20);
    try (Relay relay = new Relay(cloud.address())) {
      Future<Summary> device = start(at(relay.address(), 2));
      eventually().until(() -> cloud.blocksServed.get() > 20);
      relay.changeAddress();
      cloud.serveBlocks(Long.MAX_VALUE);
      Summary summary = device.get();
      assertThat(summary.outcome()).isEqualTo(Outcome.UPDATED);
      assertThat(summary.handshakes()).isEqualTo(1);
      assertThat(summary.resumes()).as("that of the boot into the new version").isEqualTo(1);
      assertThat(cloud.challenges).as("a proof of the new address").hasPositiveValue();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 4, 9, 14, 30, 50, 230, 250})
  void power_that_is_cut_at_a_write_delays_the_update_and_nothing_else(long write)
      throws Exception {
    cloud.offer(release(2, Coding.IDENTITY).in(cloud, 1));
    try {
      Summary uncut = run(device(2, new Fault.PowerCut(write)));
      assertThat(uncut.outcome()).as("there are fewer writes").isEqualTo(Outcome.UPDATED);
      assertThat(write).isGreaterThan(200);
    } catch (PowerGone cut) {
      assertThat(run(device(2)).outcome()).isIn(Outcome.UPDATED, Outcome.UP_TO_DATE);
    }
    assertThat(cloud.lastFullHello().orElseThrow().facts().outcome().orElseThrow().result())
        .isEqualTo(Result.UPDATED);
  }

  /** What a power cut is to the process that does not survive it. */
  private static final class PowerGone extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void a_version_that_is_there_already_ends_the_run_at_once() throws Exception {
    Summary summary = run(device(1));
    assertThat(summary.outcome()).isEqualTo(Outcome.UP_TO_DATE);
    assertThat(summary.blocks()).isZero();
  }

  private TestRelease release(int version, Coding coding) throws Exception {
    return TestRelease.of(identity, version, TestRelease.image(200_000, version), coding);
  }

  private SimulationOptions device(int until, Fault... faults) {
    return at(cloud.address(), until, faults);
  }

  private SimulationOptions at(InetSocketAddress address, int until, Fault... faults) {
    Factory factory =
        new Factory(
            directory.resolve("factory.bin"),
            new FirmwareVersion(1),
            TestRelease.PRODUCT,
            TestRelease.PLATFORM);
    Storage storage = Storage.in(directory.resolve("device"));
    return SimulationOptions.builder(identity.credential(), address, storage)
        .factory(Optional.of(factory))
        .faults(List.of(faults))
        .until(Optional.of(new FirmwareVersion(until)))
        .timeout(Optional.of(PATIENCE))
        .build();
  }

  private Summary run(SimulationOptions options) throws Exception {
    return SimulatedDevice.run(
        options,
        seen::add,
        () -> {
          throw new PowerGone();
        });
  }

  private Future<Summary> start(SimulationOptions options) {
    return devices.submit(() -> run(options));
  }

  private static ConditionFactory eventually() {
    return await().atMost(PATIENCE);
  }

  /** Ends a device as a power cut does. */
  private void off(Future<Summary> device) {
    device.cancel(true);
    eventually().until(() -> devices.submit(() -> true).get());
  }
}
