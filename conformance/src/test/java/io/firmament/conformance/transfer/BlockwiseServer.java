package io.firmament.conformance.transfer;

import io.firmament.protocol.ports.OwnPorts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
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
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedMultiPskStore;

/** Californium as it comes, with resources that its transparent layer cuts into blocks. */
final class BlockwiseServer implements AutoCloseable {
  static final int BLOCK_BYTES = 1024;
  private static final int LARGEST_BYTES = 64 << 20;

  private final int port = OwnPorts.next();
  private final CoapServer server;

  static {
    CoapConfig.register();
    DtlsConfig.register();
  }

  /**
   * Starts one.
   *
   * @param contents what is to be had, by name
   */
  BlockwiseServer(String identity, byte[] key, Map<String, byte[]> contents) {
    Configuration config = configuration();
    config.set(DtlsConfig.DTLS_ROLE, DtlsRole.SERVER_ONLY);
    AdvancedMultiPskStore keys = new AdvancedMultiPskStore();
    keys.setKey(identity, key);
    DtlsConnectorConfig dtls =
        DtlsConnectorConfig.builder(config)
            .setAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .setAdvancedPskStore(keys)
            .build();
    server = new CoapServer(config);
    server.addEndpoint(
        CoapEndpoint.builder()
            .setConfiguration(config)
            .setConnector(new DTLSConnector(dtls))
            .build());
    contents.forEach((name, octets) -> server.add(new Content(name, octets)));
    server.start();
  }

  /** What server and client have in common: the defaults, but for the size of blocks and bodies. */
  static Configuration configuration() {
    Configuration config = new Configuration();
    config.set(CoapConfig.PREFERRED_BLOCK_SIZE, BLOCK_BYTES);
    config.set(CoapConfig.MAX_MESSAGE_SIZE, BLOCK_BYTES);
    config.set(CoapConfig.MAX_RESOURCE_BODY_SIZE, LARGEST_BYTES);
    config.set(DtlsConfig.DTLS_RECOMMENDED_CIPHER_SUITES_ONLY, false);
    config.setAsList(
        DtlsConfig.DTLS_CIPHER_SUITES, CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256);
    return config;
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    server.destroy();
  }

  private static final class Content extends CoapResource {
    private final byte[] octets;

    private Content(String name, byte[] octets) {
      super(name);
      this.octets = octets;
    }

    @Override
    public void handleGET(CoapExchange exchange) {
      exchange.respond(ResponseCode.CONTENT, octets);
    }
  }
}
