package io.firmament.device.link;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;

/** A DTLS connector that counts every datagram where it enters or leaves its socket. */
final class CountingConnector extends DTLSConnector {
  private final WireCounter counter;

  CountingConnector(DtlsConnectorConfig config, WireCounter counter) {
    super(config);
    this.counter = counter;
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
