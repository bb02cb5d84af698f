package io.firmament.device.link;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.californium.elements.util.DatagramReader;
import org.eclipse.californium.elements.util.DatagramWriter;
import org.eclipse.californium.elements.util.SerializationUtil;
import org.eclipse.californium.scandium.dtls.Connection;
import org.eclipse.californium.scandium.dtls.DTLSSession;

/**
 * A DTLS session as octets, and the connection that is made of it: one that has a session to resume
 * and no keys, so that nothing can be sent or accepted before its handshake.
 *
 * <p>Scandium 3.14.0 has no way to hand a client a session alone; a connection is therefore read
 * from octets in the form in which Scandium writes one, with both epochs at 0.
 */
final class RememberedSession {
  private static final byte CONTEXT_VERSION = 4;
  private static final byte CONNECTION_VERSION = 1;
  private static final byte SEQUENCE_VERSION = 1;

  private RememberedSession() {}

  static byte[] octets(DTLSSession session) {
    DatagramWriter writer = new DatagramWriter(256, true);
    session.writeTo(writer);
    byte[] octets = writer.toByteArray();
    writer.close();
    return octets;
  }

  /**
   * A connection that will resume the session; empty when the octets are none of this release.
   *
   * @param nanos now, on Scandium's clock; also the connection's name within the connector
   */
  static Optional<Connection> connection(byte[] session, InetSocketAddress peer, long nanos) {
    DatagramWriter writer = new DatagramWriter(512, true);
    int start = SerializationUtil.writeStartItem(writer, CONNECTION_VERSION, Short.SIZE);
    writer.writeByte((byte) 1); // resumption required
    writer.writeLong(nanos, Long.SIZE);
    writer.writeVarBytes(ByteBuffer.allocate(Long.BYTES).putLong(nanos).array(), Byte.SIZE);
    SerializationUtil.write(writer, peer);
    writer.writeByte((byte) 0); // no client hello
    writeContext(writer, session);
    writer.writeByte((byte) 0); // no connection id of our own
    writer.writeByte((byte) 0); // no double principal
    SerializationUtil.writeFinishedItem(writer, start, Short.SIZE);
    try {
      return Optional.of(Connection.fromReader(new DatagramReader(writer.toByteArray()), 0));
    } catch (IllegalArgumentException unusable) {
      return Optional.empty();
    } finally {
      writer.close();
    }
  }

  private static void writeContext(DatagramWriter writer, byte[] session) {
    int context = SerializationUtil.writeStartItem(writer, CONTEXT_VERSION, Short.SIZE);
    writer.writeLong(0, Long.SIZE); // time of the handshake
    writer.writeBytes(session);
    writer.write(0, Byte.SIZE); // read epoch: no keys
    writer.write(0, Byte.SIZE); // write epoch: no keys
    writer.writeVarBytes(new byte[0], Byte.SIZE); // the server's connection id: made anew
    int numbers = SerializationUtil.writeStartItem(writer, SEQUENCE_VERSION, Byte.SIZE);
    writer.writeLong(0, 48);
    writer.writeLong(0, 48);
    writer.writeLong(0, Long.SIZE);
    writer.writeLong(0, Long.SIZE);
    SerializationUtil.writeFinishedItem(writer, numbers, Byte.SIZE);
    writer.writeByte((byte) 0); // no deprecated connection id
    writer.write(0, Short.SIZE); // no limit of message size known
    writer.writeByte((byte) 0); // no export of keys
    SerializationUtil.writeFinishedItem(writer, context, Short.SIZE);
  }
}
