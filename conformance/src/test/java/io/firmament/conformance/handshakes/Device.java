package io.firmament.conformance.handshakes;

import io.firmament.certs.CertificateProof;
import io.firmament.certs.DeviceCredential;
import io.firmament.certs.PskProof;
import io.firmament.certs.RawKeyProof;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import org.eclipse.californium.elements.DtlsEndpointContext;
import org.eclipse.californium.elements.EndpointContext;
import org.eclipse.californium.elements.MapBasedEndpointContext;
import org.eclipse.californium.elements.RawData;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.CertificateType;
import org.eclipse.californium.scandium.dtls.DTLSContext;
import org.eclipse.californium.scandium.dtls.Handshaker;
import org.eclipse.californium.scandium.dtls.SessionAdapter;
import org.eclipse.californium.scandium.dtls.SingleNodeConnectionIdGenerator;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;
import org.eclipse.californium.scandium.dtls.x509.SingleCertificateProvider;
import org.eclipse.californium.scandium.dtls.x509.StaticNewAdvancedCertificateVerifier;

/** A device that does nothing but handshakes, one after the other. */
final class Device implements AutoCloseable {
  private static final byte[] NOTHING = new byte[0];

  private final DTLSConnector connector;
  private final InetSocketAddress server;

  /** Is told of each end. */
  interface Listener {
    void ended(Device device, boolean full, Throwable failure);
  }

  Device(Kind kind, DeviceCredential credential, InetSocketAddress server, Listener listener)
      throws IOException {
    this.server = server;
    DtlsConnectorConfig.Builder builder =
        DtlsConnectorConfig.builder(Settings.device(kind.suites()));
    prove(builder, credential.proof());
    connector =
        new DTLSConnector(
            builder
                .setAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .setConnectionIdGenerator(new SingleNodeConnectionIdGenerator(0))
                .setSessionListener(new Watch(listener))
                .build());
    connector.setRawDataReceiver(data -> {});
    connector.start();
  }

  private static void prove(DtlsConnectorConfig.Builder builder, DeviceCredential.Proof proof) {
    if (proof instanceof PskProof psk) {
      builder.setAdvancedPskStore(new AdvancedSinglePskStore(psk.deviceId(), psk.key()));
      return;
    }
    StaticNewAdvancedCertificateVerifier.Builder trust =
        StaticNewAdvancedCertificateVerifier.builder();
    if (proof instanceof RawKeyProof raw) {
      builder.setCertificateIdentityProvider(
          new SingleCertificateProvider(raw.privateKey(), raw.publicKey()));
      builder.setAdvancedCertificateVerifier(trust.setTrustAllRPKs().build());
    } else if (proof instanceof CertificateProof certified) {
      builder.setCertificateIdentityProvider(
          new SingleCertificateProvider(
              certified.privateKey(),
              certified.chain().toArray(X509Certificate[]::new),
              CertificateType.X_509));
      builder.setAdvancedCertificateVerifier(trust.setTrustAllCertificates().build());
    }
  }

  /**
   * Begins a handshake, at the end of which an empty record is sent.
   *
   * @param full whether it shall not be resumed
   */
  void begin(boolean full) {
    EndpointContext how =
        new MapBasedEndpointContext(
            server,
            null,
            full
                ? DtlsEndpointContext.ATTRIBUE_HANDSHAKE_MODE_FORCE_FULL
                : DtlsEndpointContext.ATTRIBUTE_HANDSHAKE_MODE_FORCE);
    connector.send(RawData.outbound(NOTHING, how, null, false));
  }

  @Override
  public void close() {
    connector.destroy();
  }

  /** Tells how handshakes end. */
  private final class Watch extends SessionAdapter {
    private final Listener listener;

    Watch(Listener listener) {
      this.listener = listener;
    }

    @Override
    public void contextEstablished(Handshaker handshaker, DTLSContext context) {
      handshaker
          .getConnection()
          .getExecutor()
          .execute(
              () -> {
                // A device that resumes has it completed by the first answer. Here is none, and the
                // next handshake would abort this one, and take its secrets along.
                handshaker.handshakeCompleted();
                listener.ended(Device.this, handshaker.isFullHandshake(), null);
              });
    }

    @Override
    public void handshakeFailed(Handshaker handshaker, Throwable failure) {
      listener.ended(Device.this, handshaker.isFullHandshake(), failure);
    }
  }
}
