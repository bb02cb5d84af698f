package io.firmament.server.coap;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.app.Identification;
import io.firmament.server.device.Fingerprint;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.SecretKey;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.HandshakeResultHandler;
import org.eclipse.californium.scandium.dtls.PskPublicInformation;
import org.eclipse.californium.scandium.dtls.PskSecretResult;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedPskStore;
import org.eclipse.californium.scandium.util.SecretUtil;
import org.eclipse.californium.scandium.util.ServerNames;

/** Finds pre-shared keys for handshakes (RFC 4279), in memory: a DTLS thread waits for nothing. */
final class PskLookup implements AdvancedPskStore {
  private final DeviceRequests requests;

  PskLookup(DeviceRequests requests) {
    this.requests = requests;
  }

  @Override
  public boolean hasEcdhePskSupported() {
    return true;
  }

  @Override
  public PskSecretResult requestPskSecretResult(
      ConnectionId cid,
      ServerNames serverName,
      PskPublicInformation identity,
      String hmacAlgorithm,
      SecretKey otherSecret,
      byte[] seed,
      boolean useExtendedMasterSecret) {
    Optional<DeviceId> device = Identity.ofPsk(identity.getPublicInfoAsString());
    Optional<byte[]> found = device.flatMap(id -> requests.key(id.hex()));
    if (found.isEmpty()) {
      return new PskSecretResult(cid, identity, null);
    }
    byte[] octets = found.get();
    SecretKey key = SecretUtil.create(octets, PskSecretResult.ALGORITHM_PSK);
    Identification.Known known =
        new Identification.Known(device.get(), Fingerprint.ofPsk(octets), Optional.empty());
    Arrays.fill(octets, (byte) 0);
    return new PskSecretResult(cid, identity, key, known);
  }

  @Override
  public PskPublicInformation getIdentity(InetSocketAddress peer, ServerNames virtualHost) {
    return null; // a server has no identity of this kind
  }

  /** Nothing comes later. */
  @Override
  public void setResultHandler(HandshakeResultHandler resultHandler) {}
}
