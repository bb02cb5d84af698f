package io.firmament.server.coap;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.Fingerprint;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import org.eclipse.californium.elements.util.DatagramReader;
import org.eclipse.californium.elements.util.DatagramWriter;
import org.eclipse.californium.scandium.dtls.DTLSSession;
import org.eclipse.californium.scandium.dtls.SessionId;
import org.eclipse.californium.scandium.util.SecretUtil;

/**
 * A DTLS session that a device can resume.
 *
 * @param device whose it is
 * @param credential what it was made with
 * @param made when its full handshake was
 * @param state the session as Scandium writes it, with its master secret; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
record KeptSession(DeviceId device, Fingerprint credential, Instant made, byte[] state) {
  static KeptSession of(
      DeviceId device, Fingerprint credential, Instant made, DTLSSession session) {
    DatagramWriter writer = new DatagramWriter(true);
    session.writeTo(writer);
    byte[] state = writer.toByteArray();
    writer.close();
    return new KeptSession(device, credential, made, state);
  }

  /** Reads what {@link #write} wrote. */
  static KeptSession read(DataInputStream in) throws IOException {
    return new KeptSession(
        new DeviceId(in.readUTF()),
        new Fingerprint(in.readUTF()),
        Instant.ofEpochSecond(in.readLong()),
        in.readNBytes(in.readUnsignedShort()));
  }

  /** Writes it, secret and all: for a stream that is sealed. */
  void write(DataOutputStream out) throws IOException {
    out.writeUTF(device.hex());
    out.writeUTF(credential.text());
    out.writeLong(made.getEpochSecond());
    out.writeShort(state.length);
    out.write(state);
  }

  /** The session, a copy that the receiver destroys. */
  DTLSSession session() {
    return DTLSSession.fromReader(new DatagramReader(state, false));
  }

  /** Its id, as the device will name it. */
  SessionId id() {
    DTLSSession session = session();
    SessionId id = session.getSessionIdentifier();
    SecretUtil.destroy(session);
    return id;
  }

  @Override
  public String toString() {
    return "KeptSession[" + device + ", " + made + "]";
  }
}
