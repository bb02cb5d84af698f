package io.firmament.conformance.wake;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.CoapServer;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.server.resources.CoapExchange;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConfig.DtlsRole;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.MultiNodeConnectionIdGenerator;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedMultiPskStore;

/** Californium as it comes, with connection ids and one resource: {@code PORT ID=KEY...}. */
final class BareServer {
  static final String RESOURCE = "w";
  private static final int CONNECTION_ID_BYTES = 8;

  private BareServer() {}

  /** Serves until it is killed. */
  public static void main(String[] arguments) throws Exception {
    CoapConfig.register();
    DtlsConfig.register();
    AdvancedMultiPskStore keys = new AdvancedMultiPskStore();
    for (int i = 1; i < arguments.length; i++) {
      String[] key = arguments[i].split("=", 2);
      keys.setKey(key[0], HexFormat.of().parseHex(key[1]));
    }
    CoapServer server = server(Integer.parseInt(arguments[0]), keys);
    server.start();
    System.out.println("ready");
    Thread.currentThread().join();
  }

  private static CoapServer server(int port, AdvancedMultiPskStore keys) {
    Configuration config = new Configuration();
    config.set(DtlsConfig.DTLS_ROLE, DtlsRole.SERVER_ONLY);
    config.setAsList(
        DtlsConfig.DTLS_CIPHER_SUITES, CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256);
    config.set(DtlsConfig.DTLS_RECOMMENDED_CIPHER_SUITES_ONLY, false);
    DtlsConnectorConfig dtls =
        DtlsConnectorConfig.builder(config)
            .setAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .setConnectionIdGenerator(new MultiNodeConnectionIdGenerator(0, CONNECTION_ID_BYTES))
            .setAdvancedPskStore(keys)
            .build();
    CoapServer server = new CoapServer(config);
    server.addEndpoint(
        CoapEndpoint.builder()
            .setConfiguration(config)
            .setConnector(new DTLSConnector(dtls))
            .build());
    server.add(new Waking());
    return server;
  }

  private static final class Waking extends CoapResource {
    private Waking() {
      super(RESOURCE);
    }

    @Override
    public void handleGET(CoapExchange exchange) {
      exchange.respond(ResponseCode.CONTENT, new byte[0]);
    }
  }
}
