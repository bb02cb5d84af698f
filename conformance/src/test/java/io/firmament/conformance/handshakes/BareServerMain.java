package io.firmament.conformance.handshakes;

import io.firmament.certs.DeviceCredential;
import io.firmament.certs.InstallationKeys;
import io.firmament.certs.ProductKeys;
import io.firmament.certs.PskProof;
import io.firmament.certs.RawKeyProof;
import io.firmament.certs.curve.CurveBackend;
import io.firmament.certs.curve.CurveChoice;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.californium.elements.auth.RawPublicKeyIdentity;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.CertificateType;
import org.eclipse.californium.scandium.dtls.InMemorySessionStore;
import org.eclipse.californium.scandium.dtls.MultiNodeConnectionIdGenerator;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedMultiPskStore;
import org.eclipse.californium.scandium.dtls.x509.SingleCertificateProvider;
import org.eclipse.californium.scandium.dtls.x509.StaticNewAdvancedCertificateVerifier;

/**
 * Scandium, and nothing around it: knows the devices of an installation, finishes handshakes, and
 * says at which port.
 */
public final class BareServerMain {
  private static final int CID_BYTES = 8;
  private static final int SESSION_SECONDS = 3_600;

  private BareServerMain() {}

  /**
   * Runs until it is killed.
   *
   * @param args the installation's directory; a backend's name, or {@code none} to leave the JDK as
   *     it is; threads that decrypt and shake hands
   */
  public static void main(String[] args) throws Exception {
    if (CurveBackend.named(args[1]).isPresent()) {
      CurveChoice.of(CurveBackend.named(args[1]).get()).install();
    }
    DtlsConnectorConfig config = config(Path.of(args[0]), Integer.parseInt(args[2]));
    DTLSConnector connector = new Bare(config);
    connector.setRawDataReceiver(data -> {});
    connector.start();
    System.out.println(connector.getAddress().getPort());
    Thread.currentThread().join();
  }

  /** The constructor that takes connections is for those who extend it. */
  private static final class Bare extends DTLSConnector {
    Bare(DtlsConnectorConfig config) {
      super(config, new BareConnections(config));
    }
  }

  private static DtlsConnectorConfig config(Path certs, int threads) throws Exception {
    InstallationKeys keys =
        InstallationKeys.openOrMake(List.of(), certs, Instant.now(), new SecureRandom());
    AdvancedMultiPskStore shared = new AdvancedMultiPskStore();
    List<RawPublicKeyIdentity> raw = new ArrayList<>();
    for (DeviceCredential device : devices(certs)) {
      if (device.proof() instanceof PskProof psk) {
        shared.setKey(psk.deviceId(), psk.key().getEncoded());
      } else if (device.proof() instanceof RawKeyProof key) {
        raw.add(new RawPublicKeyIdentity(key.publicKey()));
      }
    }
    return DtlsConnectorConfig.builder(Settings.server(threads))
        .setAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .setConnectionIdGenerator(new MultiNodeConnectionIdGenerator(0, CID_BYTES))
        .setAdvancedPskStore(shared)
        // Without one, a device that resumes again before its last flight is read does it in full.
        .setSessionStore(new InMemorySessionStore(Settings.MANY, SESSION_SECONDS))
        .setCertificateIdentityProvider(
            new SingleCertificateProvider(
                keys.serverKey(),
                new X509Certificate[] {keys.serverCertificate()},
                CertificateType.RAW_PUBLIC_KEY,
                CertificateType.X_509))
        .setAdvancedCertificateVerifier(
            StaticNewAdvancedCertificateVerifier.builder()
                .setTrustedCertificates(authority(certs))
                .setTrustedRPKs(raw.toArray(RawPublicKeyIdentity[]::new))
                .build())
        .build();
  }

  private static X509Certificate authority(Path certs) throws Exception {
    String pem = ProductKeys.read(certs, Installation.product("x509")).certificatePem();
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }

  private static List<DeviceCredential> devices(Path certs) throws Exception {
    List<DeviceCredential> devices = new ArrayList<>();
    for (Path directory : directories(certs)) {
      devices.add(DeviceCredential.read(directory));
    }
    return devices;
  }

  private static List<Path> directories(Path certs) throws IOException {
    try (Stream<Path> entries = Files.list(certs.resolve("devices"))) {
      return entries.sorted().toList();
    }
  }
}
