package io.firmament.server.coap;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.security.Principal;
import org.eclipse.californium.elements.RawDataChannel;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.AlertMessage;
import org.eclipse.californium.scandium.dtls.AlertMessage.AlertDescription;
import org.eclipse.californium.scandium.dtls.AlertMessage.AlertLevel;
import org.eclipse.californium.scandium.dtls.ApplicationMessage;
import org.eclipse.californium.scandium.dtls.Connection;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.ContentType;
import org.eclipse.californium.scandium.dtls.HandshakeException;
import org.eclipse.californium.scandium.dtls.HandshakeType;
import org.eclipse.californium.scandium.dtls.HelloVerifyRequest;
import org.eclipse.californium.scandium.dtls.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scandium's connector with the limits that it lacks. */
final class DeviceConnector extends DTLSConnector {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceConnector.class);

  /** The most that UDP carries. */
  private static final int MAX_DATAGRAM = 65_535;

  /** HelloVerifyRequests that a handshake may cost before it is refused. */
  static final int MOST_COOKIES_ASKED = 2;

  private final DeviceConnections connections;
  private final UnprovenAddresses addresses;
  private final WireLedger ledger;

  /**
   * @param addresses to which not more than their share is sent
   * @param ledger is told of every datagram, and of what it was
   */
  DeviceConnector(
      DtlsConnectorConfig config,
      DeviceConnections connections,
      UnprovenAddresses addresses,
      WireLedger ledger) {
    super(config, connections);
    this.connections = connections;
    this.addresses = addresses;
    this.ledger = ledger;
    // Scandium would cut larger ones off; the ledger counts them as they came.
    this.inboundDatagramBufferSize = MAX_DATAGRAM;
    setAlertHandler(
        (peer, alert) -> {
          if (alert.getDescription() == AlertDescription.UNKNOWN_PSK_IDENTITY) {
            refuse(connections.get(peer));
          }
        });
  }

  /**
   * Scandium keeps a handshake with an unknown identity, and repeats its flight, for minutes. Here
   * it ends at once, as if the key were wrong (RFC 4279 section 2). Runs in the connection's turn.
   */
  private void refuse(Connection connection) {
    if (connection != null && connection.hasOngoingHandshake()) {
      AlertMessage alert = new AlertMessage(AlertLevel.FATAL, AlertDescription.DECRYPT_ERROR);
      processHandshakeException(connection, new HandshakeException("unknown identity", alert));
    }
  }

  /** The connections, one a device. */
  DeviceConnections connections() {
    return connections;
  }

  @Override
  public void setRawDataReceiver(RawDataChannel channel) {
    super.setRawDataReceiver(StrictParser.before(channel));
  }

  @Override
  public void processRecord(Record record, Connection connection) {
    ConnectionId id = connection.getConnectionId();
    int octets = record.size();
    boolean counted = record.isDecoded();
    addresses.arriving(id, connection.getPeerAddress(), record.getPeerAddress(), octets);
    try {
      super.processRecord(record, connection);
    } finally {
      addresses.arrived(id);
    }
    if (!counted && record.isDecoded()) {
      charge(record, connection, octets);
    }
  }

  /** What could be decrypted was written by the peer of the connection. */
  private void charge(Record record, Connection connection, int octets) {
    ConnectionId id = connection.getConnectionId();
    Principal device = connection.getEstablishedPeerIdentity();
    InetSocketAddress from = record.getPeerAddress();
    if (record.getEpoch() == 0) {
      ledger.handshake(from, octets, 0);
    } else if (record.getFragment() instanceof ApplicationMessage message) {
      ledger.received(id, device, from, message.getData(), octets);
    } else {
      ledger.spoke(id, device, from, octets);
    }
  }

  @Override
  protected void processDatagram(DatagramPacket packet, InetSocketAddress router) {
    ledger.arrived(packet.getLength());
    if (isClientHello(packet)) {
      InetSocketAddress peer = (InetSocketAddress) packet.getSocketAddress();
      ledger.handshake(peer, packet.getLength(), 0);
    }
    super.processDatagram(packet, router);
  }

  /** Such a one alone in its datagram belongs to no connection yet (RFC 6347 section 4.1). */
  private static boolean isClientHello(DatagramPacket packet) {
    byte[] data = packet.getData();
    int at = packet.getOffset();
    if (packet.getLength() <= Record.RECORD_HEADER_BYTES
        || data[at] != ContentType.HANDSHAKE.getCode()) {
      return false;
    }
    int epoch = data[at + 3] << 8 | data[at + 4];
    int length = (data[at + 11] & 0xff) << 8 | data[at + 12] & 0xff;
    return epoch == 0
        && length == packet.getLength() - Record.RECORD_HEADER_BYTES
        && data[at + Record.RECORD_HEADER_BYTES] == HandshakeType.CLIENT_HELLO.getCode();
  }

  @Override
  protected void sendNextDatagramOverNetwork(DatagramPacket datagram) throws IOException {
    super.sendNextDatagramOverNetwork(datagram);
    charge(datagram);
  }

  private void charge(DatagramPacket sent) {
    ledger.left(sent.getLength());
    InetSocketAddress to = (InetSocketAddress) sent.getSocketAddress();
    int type = sent.getData()[sent.getOffset()];
    if (type == ContentType.ALERT.getCode()) {
      ledger.alerted(to, sent.getLength());
    } else if (type == ContentType.HANDSHAKE.getCode()
        || type == ContentType.CHANGE_CIPHER_SPEC.getCode()) {
      ledger.handshake(to, 0, sent.getLength());
    }
  }

  /**
   * Where there is no room for a connection, Scandium answers a ClientHello that shows its cookie
   * by asking for the cookie again; the peer shows it again, as fast as the network is, until its
   * message numbers run out. A peer that was asked is told so by its own numbers (RFC 6347 section
   * 4.2.2): the first time there was no cookie yet, the second time it may have come too late.
   */
  private static boolean isAskedInVain(Record record) {
    return record.getFragment() instanceof HelloVerifyRequest asked
        && asked.getMessageSeq() >= MOST_COOKIES_ASKED;
  }

  /** Ends a handshake that has no connection, in place of the record that would go on with it. */
  private static Record refusal(Record unsaid) {
    AlertMessage alert = new AlertMessage(AlertLevel.FATAL, AlertDescription.INTERNAL_ERROR);
    Record refusal =
        new Record(ContentType.ALERT, unsaid.getVersion(), unsaid.getSequenceNumber(), alert);
    refusal.setAddress(unsaid.getPeerAddress(), null);
    LOG.debug("no room for {}", unsaid.getPeerAddress());
    return refusal;
  }

  /**
   * Sends a record that is not part of a handshake, whose flights follow a HelloVerifyRequest. What
   * an unproved address may not be sent is lost, as in a network.
   */
  @Override
  protected void sendRecord(Record record) throws IOException {
    Record leaving = isAskedInVain(record) ? refusal(record) : record;
    if (addresses.spend(leaving.getPeerAddress(), leaving.size())) {
      super.sendRecord(leaving);
      if (leaving.getFragment() instanceof ApplicationMessage message) {
        InetSocketAddress to = leaving.getPeerAddress();
        ledger.sent(to, message.getData(), leaving.size(), () -> connections.deviceAt(to));
      }
    } else {
      LOG.debug("{} is not proved, and got its share", record.getPeerAddress());
    }
  }
}
