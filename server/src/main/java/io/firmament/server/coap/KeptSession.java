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
 * @param id as the device will name it
 * @param state the session as Scandium writes it, with its master secret; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
record KeptSession(
    DeviceId device, Fingerprint credential, Instant made, SessionId id, byte[] state) {
  static KeptSession of(
      DeviceId device, Fingerprint credential, Instant made, DTLSSession session) {
    DatagramWriter writer = new DatagramWriter(true);
    session.writeTo(writer);
    byte[] state = writer.toByteArray();
    writer.close();
    return new KeptSession(device, credential, made, session.getSessionIdentifier(), state);
  }

  /** Reads what {@link #write} wrote. */
  static KeptSession read(DataInputStream in) throws IOException {
    DeviceId device = new DeviceId(in.readUTF());
    Fingerprint credential = new Fingerprint(in.readUTF());
    Instant made = Instant.ofEpochSecond(in.readLong());
    byte[] state = in.readNBytes(in.readUnsignedShort());
    return new KeptSession(device, credential, made, id(state), state);
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
    return session(state);
  }

  private static DTLSSession session(byte[] state) {
    return DTLSSession.fromReader(new DatagramReader(state, false));
  }

  private static SessionId id(byte[] state) {
    DTLSSession session = session(state);
    SessionId id = session.getSessionIdentifier();
    SecretUtil.destroy(session);
    return id;
  }

  /** Whether a device made it with this credential. */
  boolean isOf(DeviceId owner, Fingerprint proof) {
    return device.equals(owner) && credential.equals(proof);
  }

  @Override
  public String toString() {
    return "KeptSession[" + device + ", " + made + "]";
  }
}
