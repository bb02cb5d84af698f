package io.firmament.device.link;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.Connection;

/**
 * A DTLS connector that counts every datagram where it enters or leaves its socket, and works on
 * threads that are not its own.
 */
final class CountingConnector extends DTLSConnector {
  private final ScheduledExecutorService threads;
  private final WireCounter counter;

  CountingConnector(
      DtlsConnectorConfig config, ScheduledExecutorService threads, WireCounter counter) {
    super(config);
    this.threads = threads;
    this.counter = counter;
    setExecutor(threads);
  }

  /** Scandium 3.14.0 gives a restored connection no threads where they are not its own. */
  @Override
  public boolean restoreConnection(Connection connection) {
    connection.setConnectorContext(threads, config.getConnectionListener());
    return super.restoreConnection(connection);
  }

  @Override
  protected void processDatagram(DatagramPacket packet, InetSocketAddress router) {
    counter.received(packet.getLength());
    super.processDatagram(packet, router);
  }

  @Override
  protected void sendNextDatagramOverNetwork(DatagramPacket packet) throws IOException {
    super.sendNextDatagramOverNetwork(packet);
    counter.sent(packet.getLength());
  }
}
