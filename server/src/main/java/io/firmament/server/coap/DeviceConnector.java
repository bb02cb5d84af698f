package io.firmament.server.coap;

import java.util.function.IntSupplier;
import org.eclipse.californium.elements.RawDataChannel;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.AlertMessage;
import org.eclipse.californium.scandium.dtls.AlertMessage.AlertDescription;
import org.eclipse.californium.scandium.dtls.AlertMessage.AlertLevel;
import org.eclipse.californium.scandium.dtls.Connection;
import org.eclipse.californium.scandium.dtls.HandshakeException;

/** Scandium's connector with the limits that it lacks. */
final class DeviceConnector extends DTLSConnector {
  private final DeviceConnections connections;
  private final int maxBacklog;
  private final IntSupplier backlog;

  /**
   * @param maxBacklog decrypted messages that may wait; further ones are dropped
   * @param backlog how many wait now
   */
  DeviceConnector(
      DtlsConnectorConfig config,
      DeviceConnections connections,
      int maxBacklog,
      IntSupplier backlog) {
    super(config, connections);
    this.connections = connections;
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
}
