package io.firmament.conformance.wake;

import io.firmament.protocol.value.DeviceId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.network.serialization.UdpDataSerializer;
import org.eclipse.californium.elements.AddressEndpointContext;
import org.eclipse.californium.elements.RawData;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConfig.DtlsRole;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.ExtendedMasterSecretMode;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;
import org.eclipse.californium.scandium.util.SecretUtil;

/** A device with an association that has a connection id; it moves to a new port when it wakes. */
final class Sleeper implements AutoCloseable {
  private static final UdpDataSerializer SERIALIZER = new UdpDataSerializer();

  private final InetSocketAddress server;
  private final Sockets sockets;
  private final Roaming connector;
  private int messageId;

  static {
    DtlsConfig.register();
  }

  /**
   * @param answers gets each message that the server sends, on one of these threads
   */
  Sleeper(
      DeviceId id,
      byte[] key,
      InetSocketAddress server,
      Sockets sockets,
      ScheduledExecutorService threads,
      Consumer<byte[]> answers)
      throws IOException {
    this.server = server;
    this.sockets = sockets;
    Configuration config = new Configuration();
    config.set(DtlsConfig.DTLS_ROLE, DtlsRole.CLIENT_ONLY);
    config.set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, 0);
    config.set(DtlsConfig.DTLS_EXTENDED_MASTER_SECRET_MODE, ExtendedMasterSecretMode.REQUIRED);
    config.set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1);
    config.set(DtlsConfig.DTLS_MAX_CONNECTIONS, 2);
    config.setAsList(
        DtlsConfig.DTLS_CIPHER_SUITES, CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256);
    connector =
        new Roaming(
            DtlsConnectorConfig.builder(config)
                .setAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .setAdvancedPskStore(
                    new AdvancedSinglePskStore(id.hex(), SecretUtil.create(key, "PSK")))
                .build());
    connector.setExecutor(threads);
    connector.setRawDataReceiver(data -> answers.accept(data.getBytes()));
    connector.start();
    connector.move();
  }

  /** Sends a request with a message id of its own; handshakes before, where there was none. */
  void send(Request request) {
    messageId = (messageId + 1) & 0xffff;
    request.setMID(messageId);
    request.setToken(new byte[] {(byte) (messageId >> 8), (byte) messageId});
    byte[] octets = SERIALIZER.getByteArray(request);
    connector.send(RawData.outbound(octets, new AddressEndpointContext(server), null, false));
  }

  /** Sends it from a port where this device has not been before. */
  void wake(Request request) throws IOException {
    connector.move();
    send(request);
  }

  @Override
  public void close() {
    connector.destroy();
    connector.leave();
  }

  /** Scandium's client, on a socket that can be another one at any time. */
  private final class Roaming extends DTLSConnector {
    private volatile DatagramChannel here;

    private Roaming(DtlsConnectorConfig config) {
      super(config);
    }

    private void move() throws IOException {
      DatagramChannel before = here;
      here = sockets.open(server, this::received);
      if (before != null) {
        before.close();
      }
    }

    private void leave() {
      try {
        here.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void received(byte[] octets) {
      processDatagram(new DatagramPacket(octets, octets.length, server));
    }

    @Override
    protected void sendNextDatagramOverNetwork(DatagramPacket packet) throws IOException {
      here.write(ByteBuffer.wrap(packet.getData(), packet.getOffset(), packet.getLength()));
    }
  }
}
