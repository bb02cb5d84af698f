package io.firmament.device.link;

import java.util.function.Consumer;
import org.eclipse.californium.scandium.ConnectionListener;
import org.eclipse.californium.scandium.dtls.Connection;
import org.eclipse.californium.scandium.dtls.DTLSContext;

/**
 * Notices that the cloud ends the association: by {@code close_notify} (RFC 5246 section 7.2.1), or
 * by a fatal alert.
 *
 * <p>Scandium 3.14.0 tells its alert handler no more than the first alert of a connection, which it
 * keeps over all later handshakes; what has become of the connection is therefore looked at after
 * each piece of work on it.
 */
final class AssociationWatch implements ConnectionListener {
  private final Consumer<String> listener;
  private Connection newest;
  private DTLSContext closed;

  /** A watch that tells the listener why, from Scandium's threads. */
  AssociationWatch(Consumer<String> listener) {
    this.listener = listener;
  }

  @Override
  public synchronized void onConnectionEstablished(Connection connection) {
    newest = connection;
  }

  @Override
  public void onConnectionRemoved(Connection connection) {
    if (isRemoved(connection)) {
      listener.accept("ended the association");
    }
  }

  /** Connections to addresses where the cloud was earlier may go unheard. */
  private synchronized boolean isRemoved(Connection connection) {
    boolean removed = connection == newest;
    newest = removed ? null : newest;
    return removed;
  }

  @Override
  public void afterExecution(Connection connection) {
    DTLSContext context = connection.getEstablishedDtlsContext();
    if (context != null && context.isMarkedAsClosed() && isNews(context)) {
      listener.accept("closed the association (close_notify)");
    }
  }

  private synchronized boolean isNews(DTLSContext context) {
    boolean news = context != closed;
    closed = context;
    return news;
  }

  @Override
  public boolean onConnectionUpdatesSequenceNumbers(Connection connection, boolean sent) {
    return false;
  }

  @Override
  public boolean onConnectionMacError(Connection connection) {
    return false;
  }

  @Override
  public void beforeExecution(Connection connection) {
    // Only what has become of a connection counts.
  }

  @Override
  public void updateExecution(Connection connection) {
    // Only what has become of a connection counts.
  }
}
