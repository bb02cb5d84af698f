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
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.network.serialization.UdpDataSerializer;

/**
 * The door for whoever wants to break it in: with any octets as datagrams, or as messages of a
 * device that is authenticated. After each it must still answer, and must not have answered 5.00.
 */
public final class FuzzedDoor implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 10;
  private static final int ANSWER_MILLIS = 20;
  private static final int MOST_DATAGRAMS = 8;

  private static final byte[] TOKEN = {0x4C, 0x45};

  /** A first ClientHello that is answered with a HelloVerifyRequest, whoever sends it. */
  private static final byte[] CLIENT_HELLO =
      HexFormat.of()
          .parseHex(
              "16fefd0000000000000000004b0100003f000000000000003ffefd"
                  + "00".repeat(32)
                  + "00000004d003c0a80100"
                  + "001100170000000a0004000200170036000100");

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
    AddressCheck check =
        new AddressCheck(
            new UnprovenAddresses(), new EchoSeal(new SecureRandom(), System::nanoTime));
    endpoint =
        CoapEndpoint.builder()
            .setConfiguration(EndpointConfiguration.of(settings))
            .setConnector(connector)
            .setEndpointContextMatcher(new AssociationMatcher())
            .setDataSerializerAndParser(new UdpDataSerializer(), new StrictParser())
            .build();
    endpoint.setExecutors(protocol, timer);
    endpoint.setMessageDeliverer(new RequestRouter(requests, queues, check, 256, d -> {}));
    endpoint.start();
    prober.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
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
        20_000,
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
    connector.feed(numbered(new byte[] {0x52, 0x01, 0, 0, TOKEN[0], TOKEN[1], (byte) 0xB1, 't'}));
    if (!connector.answers(TOKEN, PATIENCE_SECONDS)) {
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
      socket.setSoTimeout(ANSWER_MILLIS);
      for (int i = 0; i < MOST_DATAGRAMS && rest.remaining() > 2; i++) {
        byte[] datagram = new byte[Math.min(rest.getShort() & 0x7FF, rest.remaining())];
        rest.get(datagram);
        send(socket, datagram);
        if (isClientHello(datagram)) {
          Optional<byte[]> again = cookie(socket).flatMap(c -> withCookie(datagram, c));
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
    if (receive(prober).isEmpty()) {
      throw new AssertionError("the door answers no ClientHello any more");
    }
  }

  private static Optional<byte[]> receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
    try {
      socket.receive(packet);
      return Optional.of(Arrays.copyOf(packet.getData(), packet.getLength()));
    } catch (SocketTimeoutException e) {
      return Optional.empty();
    }
  }

  private static boolean isClientHello(byte[] datagram) {
    return datagram.length > 61 && datagram[0] == 22 && datagram[13] == 1;
  }

  /** RFC 6347 section 4.2.1: record header 13, handshake header 12, version 2, length, cookie. */
  private static Optional<byte[]> cookie(DatagramSocket socket) throws IOException {
    return receive(socket)
        .filter(answer -> answer.length > 28 && answer[0] == 22 && answer[13] == 3)
        .map(answer -> Arrays.copyOfRange(answer, 28, answer.length));
  }

  private static Optional<byte[]> withCookie(byte[] hello, byte[] cookie) {
    int at = 60 + (hello[59] & 0xFF);
    if (at >= hello.length || hello[at] != 0) {
      return Optional.empty();
    }
    ByteBuffer again = ByteBuffer.allocate(hello.length + cookie.length);
    again.put(hello, 0, at).put((byte) cookie.length).put(cookie);
    again.put(hello, at + 1, hello.length - at - 1);
    again.putShort(11, (short) (again.getShort(11) + cookie.length));
    again.putShort(15, (short) (again.getShort(15) + cookie.length));
    again.putShort(23, (short) (again.getShort(23) + cookie.length));
    again.put(10, (byte) (again.get(10) + 1));
    again.put(18, (byte) (again.get(18) + 1));
    return Optional.of(again.array());
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
