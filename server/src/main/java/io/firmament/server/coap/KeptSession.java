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
 * A DTLS session that a device can resume, with its master secret.
 *
 * @param device whose it is
 * @param credential what it was made with
 * @param made when its full handshake was
 * @param session as Scandium knows it; a copy goes in, and copies come out
 */
record KeptSession(DeviceId device, Fingerprint credential, Instant made, DTLSSession session) {
  KeptSession {
    session = new DTLSSession(session);
  }

  /** Reads what {@link #write} wrote. */
  static KeptSession read(DataInputStream in) throws IOException {
    DeviceId device = new DeviceId(in.readUTF());
    Fingerprint credential = new Fingerprint(in.readUTF());
    Instant made = Instant.ofEpochSecond(in.readLong());
    byte[] state = in.readNBytes(in.readUnsignedShort());
    DTLSSession session = DTLSSession.fromReader(new DatagramReader(state, false));
    KeptSession kept = new KeptSession(device, credential, made, session);
    SecretUtil.destroy(session);
    return kept;
  }

  /** Writes it, secret and all: for a stream that is sealed. */
  void write(DataOutputStream out) throws IOException {
    DatagramWriter writer = new DatagramWriter(true);
    session.writeTo(writer);
    byte[] state = writer.toByteArray();
    writer.close();
    out.writeUTF(device.hex());
    out.writeUTF(credential.text());
    out.writeLong(made.getEpochSecond());
    out.writeShort(state.length);
    out.write(state);
  }

  /** The session's name, as the device will say it. */
  SessionId id() {
    return session.getSessionIdentifier();
  }

  /** The session, a copy that the receiver destroys. */
  @Override
  public DTLSSession session() {
    return new DTLSSession(session);
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
