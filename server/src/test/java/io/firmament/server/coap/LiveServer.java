package io.firmament.server.coap;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.app.Caller;
import io.firmament.server.app.DeviceView;
import io.firmament.server.app.NewCredential;
import io.firmament.server.app.NewDevice;
import io.firmament.server.app.NewFirmware;
import io.firmament.server.app.NewProduct;
import io.firmament.server.app.NewRelease;
import io.firmament.server.app.OperatorVerbs;
import io.firmament.server.app.Ports;
import io.firmament.server.app.RefusedException;
import io.firmament.server.app.UseCases;
import io.firmament.server.device.DeviceFixtures;
import io.firmament.server.store.MemoryBlobStore;
import io.firmament.server.store.MemoryStateStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The door with the real use cases behind it, over stores in memory; the test owns the clock. */
final class LiveServer implements AutoCloseable {
  static final Caller ME = new Caller("me");
  static final DeviceId ID = DeviceFixtures.ID;
  static final ProductId OTHER_PRODUCT = new ProductId(8);

  final ManualClock clock = new ManualClock();
  private final MemoryStateStore store = new MemoryStateStore();
  private final MemoryBlobStore blobs = new MemoryBlobStore();
  private final ExecutorService work = Executors.newSingleThreadExecutor();
  private final Deque<Runnable> open = new ArrayDeque<>();
  final TestPki pki;
  private final DeviceEndpoint door;
  private final UseCases server;

  LiveServer(Path directory) throws IOException, RefusedException {
    pki = new TestPki(directory.resolve("pki"));
    DtlsState state =
        new DtlsState(
            directory,
            StateKey.readOrMake(directory.resolve("key"), new SecureRandom()),
            new SecureRandom());
    door =
        new DeviceEndpoint(
            CoapSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
            pki.server(),
            state,
            clock);
    server =
        UseCases.assemble(
            new Ports(
                store,
                blobs,
                manifest -> new byte[1500],
                door.link(),
                door.meter(),
                clock,
                new SecureRandom(),
                work,
                work));
    product("Sensor node", DeviceFixtures.PRODUCT);
    product("Another one", OTHER_PRODUCT);
    operators()
        .registerDevice()
        .register(
            new NewDevice(
                ID,
                DeviceFixtures.PRODUCT,
                Optional.empty(),
                Optional.of(
                    new NewCredential.SharedKey(HexFormat.of().formatHex(DoorFixture.KEY)))),
            ME);
    door.start(server.devices());
  }

  private void product(String name, ProductId id) throws RefusedException {
    operators()
        .registerProduct()
        .register(new NewProduct(name, DeviceFixtures.PLATFORM, Optional.of(id)), ME);
  }

  OperatorVerbs operators() {
    return server.operators();
  }

  InetSocketAddress address() {
    return door.address();
  }

  TestDevice device(InetSocketAddress address) {
    TestDevice device = new TestDevice(address, ID.hex(), DoorFixture.KEY);
    open.push(device::close);
    return device;
  }

  /** DTLS handshakes in progress. */
  int handshakes() {
    return door.handshakes();
  }

  /** Takes a device into quarantine, as its first handshake does. */
  boolean take(DeviceId device, ProductId product) {
    return server.devices().quarantineDevice().take(device, product);
  }

  TestDevice device(TestDevice.Shown shown) {
    return device(address(), shown);
  }

  TestDevice device(InetSocketAddress address, TestDevice.Shown shown) {
    TestDevice device = new TestDevice(address, shown);
    open.push(device::close);
    return device;
  }

  TestDevice device(String identity, byte[] key) {
    TestDevice device = new TestDevice(address(), identity, key);
    open.push(device::close);
    return device;
  }

  UdpRelay relay() throws IOException {
    UdpRelay relay = new UdpRelay(address());
    open.push(relay::close);
    return relay;
  }

  void upload(ProductId product, int version, byte[] content) throws RefusedException, IOException {
    operators()
        .uploadFirmware()
        .upload(
            new NewFirmware(product, Optional.of(new FirmwareVersion(version)), "", ""),
            new ByteArrayInputStream(content),
            ME);
    workOff();
  }

  void release(int version, boolean intelligent) throws RefusedException {
    operators()
        .publishRelease()
        .publish(
            new NewRelease(
                DeviceFixtures.PRODUCT,
                new FirmwareVersion(version),
                intelligent,
                Optional.of("a test")),
            ME);
    workOff();
  }

  /** Waits until all is done that had been put to work. */
  void workOff() {
    try {
      for (int round = 0; round < 3; round++) {
        work.submit(() -> {}).get(10, TimeUnit.SECONDS);
      }
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  DeviceView view() throws RefusedException {
    return operators().findDevice().explain(operators().findDevice().named(ID.hex()));
  }

  /** The trigger of the device's latest update: why it was offered. */
  String why() throws RefusedException {
    return view().attempt().orElseThrow().cause().trigger();
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      open.pop().run();
    }
    door.abandon();
    work.shutdownNow();
  }
}
