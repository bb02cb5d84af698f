package io.firmament.server.coap;

import io.firmament.protocol.value.DeviceId;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.network.InMemoryMessageExchangeStore;
import org.eclipse.californium.core.network.RandomTokenGenerator;
import org.eclipse.californium.core.network.TokenGenerator;
import org.eclipse.californium.core.network.serialization.UdpDataSerializer;
import org.eclipse.californium.elements.config.Configuration;

/**
 * The door for whoever wants to break it in: with any octets as datagrams, or as messages of a
 * device that is authenticated. After each it must still answer, and must not have answered 5.00.
 */
public final class FuzzedDoor implements AutoCloseable {
  /** Of this thread, at {@link #TURN_MILLIS} and more each: ten seconds where nothing else runs. */
  private static final int PATIENCE_TURNS = 500;

  private static final int TURN_MILLIS = 20;
  private static final int MOST_DATAGRAMS = 8;

  /** A first ClientHello that is answered with a HelloVerifyRequest, whoever sends it. */
  private static final byte[] CLIENT_HELLO = RawClientHello.proposing(0xC0A8, new byte[0]);

  private final DoorFixture records;
  private final FakeRequests requests = new FakeRequests(new ManualClock());
  private final DeviceQueues queues = new DeviceQueues(1);
  private final ScheduledThreadPoolExecutor protocol = new ScheduledThreadPoolExecutor(1);
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final FedConnector connector = new FedConnector(Identity.principal(device()));
  private final CoapEndpoint endpoint;
  private final DatagramSocket prober = new DatagramSocket(0, InetAddress.getLoopbackAddress());
  private int messageId;

  /**
   * @param directory for what a door keeps
   */
  public FuzzedDoor(Path directory) throws IOException {
    CoapSettings settings = settings();
    records = new DoorFixture(directory).with(settings).start();
    requests.register(DoorFixture.ID, DoorFixture.KEY);
    requests.blob("AAAAAAAAAAAA", new byte[5000]);
    requests.manifest("AAAAAAAAAAAA", new byte[1500]);
    requests.root(1, new byte[1500]);
    AddressCheck check =
        new AddressCheck(
            new UnprovenAddresses(), new EchoSeal(new SecureRandom(), System::nanoTime));
    Configuration config = EndpointConfiguration.of(settings);
    TokenGenerator tokens = new RandomTokenGenerator(config);
    InMemoryMessageExchangeStore exchanges = new InMemoryMessageExchangeStore(config, tokens);
    // As in the real door. Californium's own memory takes the 65,537th message within 247 s for a
    // repetition of the first.
    exchanges.setDeduplicator(new RepetitionMemory(System::nanoTime));
    endpoint =
        CoapEndpoint.builder()
            .setConfiguration(config)
            .setTokenGenerator(tokens)
            .setMessageExchangeStore(exchanges)
            .setConnector(connector)
            .setEndpointContextMatcher(new AssociationMatcher())
            .setDataSerializerAndParser(new UdpDataSerializer(), new StrictParser())
            .build();
    endpoint.setExecutors(protocol, timer);
    endpoint.setMessageDeliverer(new RequestRouter(requests, queues, check, 256, d -> {}));
    endpoint.start();
    prober.setSoTimeout(TURN_MILLIS);
  }

  private static DeviceId device() {
    return new DeviceId(DoorFixture.ID);
  }

  /** Small, so that what is left of one attempt does not stand in the way of the next. */
  private static CoapSettings settings() {
    return new CoapSettings(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        0,
        500,
        Duration.ofSeconds(1),
        1_000_000,
        1_000_000,
        256,
        1,
        Duration.ofDays(1));
  }

  /**
   * Gives the door a CoAP message of an authenticated device. Its message id is replaced, so that
   * no two are taken for one.
   *
   * @throws AssertionError when the door made a mistake, or answers no more
   */
  public void message(byte[] octets) throws InterruptedException {
    connector.feed(numbered(octets));
    byte[] probe = numbered(new byte[] {0x52, 0x01, 0, 0, 0, 0, (byte) 0xB1, 't'});
    byte[] token = {probe[2], probe[3]};
    System.arraycopy(token, 0, probe, 4, token.length);
    connector.feed(probe);
    if (!connector.answers(token, PATIENCE_TURNS, TURN_MILLIS)) {
      throw new AssertionError("the door answers no more");
    }
    connector.check();
    requests.forgetCalls();
  }

  private byte[] numbered(byte[] octets) {
    byte[] numbered = octets.clone();
    if (numbered.length >= 4) {
      messageId++;
      numbered[2] = (byte) (messageId >> 8);
      numbered[3] = (byte) messageId;
    }
    return numbered;
  }

  /**
   * Sends the door datagrams from a new address: each is a length of two octets and so much of what
   * follows. A ClientHello that is answered with a cookie is said again with it.
   *
   * @throws AssertionError when the door answers no more
   */
  public void datagrams(byte[] octets) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(octets);
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      socket.setSoTimeout(TURN_MILLIS);
      for (int i = 0; i < MOST_DATAGRAMS && rest.remaining() > 2; i++) {
        byte[] datagram = new byte[Math.min(rest.getShort() & 0x7FF, rest.remaining())];
        rest.get(datagram);
        send(socket, datagram);
        if (RawClientHello.isOne(datagram)) {
          Optional<byte[]> again =
              receive(socket, 1)
                  .flatMap(RawClientHello::cookie)
                  .flatMap(cookie -> RawClientHello.withCookie(datagram, cookie));
          if (again.isPresent()) {
            send(socket, again.get());
          }
        }
      }
    }
    probe();
  }

  private void send(DatagramSocket socket, byte[] datagram) throws IOException {
    socket.send(new DatagramPacket(datagram, datagram.length, records.endpoint().address()));
  }

  private void probe() throws IOException {
    send(prober, CLIENT_HELLO);
    if (receive(prober, PATIENCE_TURNS).isEmpty()) {
      throw new AssertionError("the door answers no ClientHello any more");
    }
  }

  /** The next datagram that has octets, unless all turns pass before. */
  private static Optional<byte[]> receive(DatagramSocket socket, int turns) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
    for (int turn = 0; turn < turns; turn++) {
      try {
        socket.receive(packet);
        return Optional.of(Arrays.copyOf(packet.getData(), packet.getLength()));
      } catch (SocketTimeoutException e) {
        // This turn is over.
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    endpoint.destroy();
    queues.close();
    protocol.shutdownNow();
    timer.shutdownNow();
    prober.close();
    records.close();
  }
}
