package io.firmament.server.coap;

import io.firmament.protocol.codec.HelloCodec;
import io.firmament.protocol.message.Flags;
import io.firmament.protocol.message.HelloDigest;
import io.firmament.protocol.message.ShortHello;
import io.firmament.protocol.ports.OwnPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;

/** A door on a loopback socket with a fake behind it, and devices in front of it. */
final class DoorFixture implements AutoCloseable {
  static final String ID = "0123456789abcdef01234567";
  static final String OTHER = "76543210fedcba9876543210";
  static final byte[] KEY = key(1);
  static final byte[] OTHER_KEY = key(2);

  final ManualClock clock = new ManualClock();
  final FakeRequests requests = new FakeRequests(clock);
  final TestPki pki;
  final DtlsState state;
  private final Deque<Runnable> open = new ArrayDeque<>();
  private CoapSettings settings =
      CoapSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), OwnPorts.next()));
  private DeviceEndpoint endpoint;

  DoorFixture(Path directory) throws IOException {
    pki = new TestPki(directory.resolve("pki"));
    state =
        new DtlsState(
            directory.resolve("dtls"),
            StateKey.readOrMake(directory.resolve("session-key"), new SecureRandom()),
            new SecureRandom());
    requests.register(ID, KEY);
    requests.register(OTHER, OTHER_KEY);
  }

  static byte[] key(int seed) {
    byte[] key = new byte[32];
    java.util.Arrays.fill(key, (byte) seed);
    return key;
  }

  DoorFixture with(CoapSettings changed) {
    settings = changed;
    return this;
  }

  CoapSettings settings() {
    return settings;
  }

  /** Opens the door; at its next opening it takes the same port again. */
  DoorFixture start() throws IOException {
    endpoint = new DeviceEndpoint(settings, pki.server(), state, clock);
    endpoint.start(requests);
    InetSocketAddress address = endpoint.address();
    settings =
        new CoapSettings(
            address,
            settings.nodeId(),
            settings.maxConnections(),
            settings.staleAfter(),
            settings.maxHandshakes(),
            settings.maxHandshakesFromHost(),
            settings.queuePerDevice(),
            settings.workers(),
            settings.sessionLife());
    return this;
  }

  DeviceEndpoint endpoint() {
    return endpoint;
  }

  void stopGracefully() {
    endpoint.close();
  }

  void crash() {
    endpoint.abandon();
  }

  TestDevice device() {
    return device(endpoint.address());
  }

  TestDevice device(InetSocketAddress server) {
    return device(server, ID, KEY);
  }

  TestDevice device(InetSocketAddress server, String identity, byte[] key) {
    TestDevice device = new TestDevice(server, identity, key);
    open.push(device::close);
    return device;
  }

  TestDevice device(TestDevice.Shown shown) {
    TestDevice device = new TestDevice(endpoint.address(), shown);
    open.push(device::close);
    return device;
  }

  UdpRelay relay() throws IOException {
    UdpRelay relay = new UdpRelay(endpoint.address());
    open.push(relay::close);
    return relay;
  }

  static byte[] hello() {
    return hello(TestDevice.KNOWN);
  }

  static byte[] hello(HelloDigest digest) {
    return HelloCodec.encode(new ShortHello(digest, Flags.DEFAULT));
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      open.pop().run();
    }
    if (endpoint != null) {
      endpoint.abandon();
    }
  }
}
