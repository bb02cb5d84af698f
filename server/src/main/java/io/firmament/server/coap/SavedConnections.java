package io.firmament.server.coap;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import org.eclipse.californium.elements.util.DataStreamReader;
import org.eclipse.californium.elements.util.DatagramWriter;
import org.eclipse.californium.elements.util.SerializationUtil;
import org.eclipse.californium.scandium.DTLSConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries DTLS connections, with their keys and sequence numbers, over a graceful restart, so that
 * devices go on by connection id without a handshake. Loading them twice would repeat nonces of
 * AES-CCM and give the keys away (RFC 6655 section 3). So what was saved is removed for good, its
 * directory forced, before a single one of them is brought back to life; if that fails, they are
 * given up.
 */
final class SavedConnections {
  private static final Logger LOG = LoggerFactory.getLogger(SavedConnections.class);
  private static final String PURPOSE = "firmament-connections-1";

  private final StateFile file;
  private final SealedBox box;

  SavedConnections(StateFile file, SealedBox box) {
    this.file = file;
    this.box = box;
  }

  /**
   * Saves the connections of a stopped connector, which forgets them.
   *
   * @param maxQuietSeconds those that have been silent for longer are left out
   * @return how many
   * @throws IOException when they could not be written; there is no file then
   */
  int save(DTLSConnector stopped, long maxQuietSeconds) throws IOException {
    ByteArrayOutputStream clear = new ByteArrayOutputStream();
    DatagramWriter mark = new DatagramWriter();
    SerializationUtil.writeNanotimeSynchronizationMark(mark);
    mark.writeTo(clear);
    mark.close();
    int count = stopped.save(clear, maxQuietSeconds);
    file.replace(box.seal(PURPOSE, clear.toByteArray()));
    return count;
  }

  /**
   * Brings saved connections back into a connector that has not been started, once and never again.
   *
   * @return how many; 0 where there were none or they could not be used
   */
  int load(DTLSConnector stopped) {
    return take().map(clear -> revive(stopped, clear)).orElse(0);
  }

  /** What the file holds, once the file is gone for good. */
  private Optional<byte[]> take() {
    try {
      Optional<byte[]> sealed = file.read();
      if (sealed.isPresent()) {
        file.remove();
        return Optional.of(box.open(PURPOSE, sealed.get()));
      }
    } catch (IOException e) {
      LOG.warn("saved DTLS connections are given up: {} cannot be read and removed", file, e);
    } catch (AEADBadTagException e) {
      LOG.warn("saved DTLS connections are given up: {} is not ours", file);
    }
    return Optional.empty();
  }

  private static int revive(DTLSConnector stopped, byte[] clear) {
    ByteArrayInputStream in = new ByteArrayInputStream(clear);
    try {
      long delta = SerializationUtil.readNanotimeSynchronizationMark(new DataStreamReader(in));
      return stopped.load(in, delta);
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("saved DTLS connections are given up: they cannot be read", e);
      stopped.clearConnectionState();
      return 0;
    }
  }
}
