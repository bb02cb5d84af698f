package io.firmament.server.coap;

import java.io.IOException;
import java.net.DatagramPacket;
import java.util.concurrent.Executor;
import java.util.function.IntSupplier;
import org.eclipse.californium.elements.RawDataChannel;
import org.eclipse.californium.elements.util.LimitedRunnable;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.AlertMessage;
import org.eclipse.californium.scandium.dtls.AlertMessage.AlertDescription;
import org.eclipse.californium.scandium.dtls.AlertMessage.AlertLevel;
import org.eclipse.californium.scandium.dtls.Connection;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.HandshakeException;
import org.eclipse.californium.scandium.dtls.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scandium's connector with the limits that it lacks. */
final class DeviceConnector extends DTLSConnector {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceConnector.class);

  private final DeviceConnections connections;
  private final UnprovenAddresses addresses;
  private final int maxBacklog;
  private final IntSupplier backlog;

  /**
   * @param addresses to which not more than their share is sent
   * @param maxBacklog decrypted messages that may wait; further ones are dropped
   * @param backlog how many wait now
   */
  DeviceConnector(
      DtlsConnectorConfig config,
      DeviceConnections connections,
      UnprovenAddresses addresses,
      int maxBacklog,
      IntSupplier backlog) {
    super(config, connections);
    this.connections = connections;
    this.addresses = addresses;
    this.maxBacklog = maxBacklog;
    this.backlog = backlog;
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
    super.setRawDataReceiver(
        message -> {
          if (backlog.getAsInt() < maxBacklog) {
            channel.receiveData(message);
          }
        });
  }

  @Override
  public void processRecord(Record record, Connection connection) {
    ConnectionId id = connection.getConnectionId();
    addresses.arriving(id, connection.getPeerAddress(), record.getPeerAddress(), record.size());
    try {
      super.processRecord(record, connection);
    } finally {
      addresses.arrived(id);
    }
  }

  /**
   * Scandium does not expect a ClientHello that names no cipher suite it knows: it would log a
   * trace and leave the handshake in progress. Here it ends, as RFC 5246 section 7.4.1.3 says.
   */
  @Override
  protected boolean executeHandshakeResult(
      Executor executor, Connection connection, LimitedRunnable job) {
    return super.executeHandshakeResult(
        work -> executor.execute(() -> guarded(connection, work)), connection, job);
  }

  private void guarded(Connection connection, Runnable work) {
    try {
      work.run();
    } catch (IllegalArgumentException e) {
      AlertMessage alert = new AlertMessage(AlertLevel.FATAL, AlertDescription.HANDSHAKE_FAILURE);
      processHandshakeException(connection, new HandshakeException(e.getMessage(), alert));
    }
  }

  /**
   * Scandium marks a handshake that waits for a lookup by an empty flight, and sends it. A datagram
   * of no octets says nothing, and a device on a slow link pays for its headers: none is sent.
   */
  @Override
  protected void sendNextDatagramOverNetwork(DatagramPacket datagram) throws IOException {
    if (datagram.getLength() > 0) {
      super.sendNextDatagramOverNetwork(datagram);
    }
  }

  /**
   * Sends a record that is not part of a handshake, whose flights follow a HelloVerifyRequest. What
   * an unproved address may not be sent is lost, as in a network.
   */
  @Override
  protected void sendRecord(Record record) throws IOException {
    if (addresses.spend(record.getPeerAddress(), record.size())) {
      super.sendRecord(record);
    } else {
      LOG.debug("{} is not proved, and got its share", record.getPeerAddress());
    }
  }
}
