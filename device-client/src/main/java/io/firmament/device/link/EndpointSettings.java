package io.firmament.device.link;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.network.serialization.UdpDataSerializer;
import org.eclipse.californium.elements.Connector;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.SystemConfig;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.scandium.ConnectionListener;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConfig.DtlsRole;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.ExtendedMasterSecretMode;
import org.eclipse.californium.scandium.dtls.SessionListener;
import org.eclipse.californium.scandium.dtls.SingleNodeConnectionIdGenerator;

/** How the endpoint is set up; each setting that differs from the default says why. */
final class EndpointSettings {
  private static final int TOKEN_BYTES = 2;
  private static final int BLOCK_BYTES = 1024;

  /** ADR 40: longer than the round trip of NB-IoT. */
  private static final int INITIAL_HANDSHAKE_SECONDS = 3;

  private static final int HANDSHAKE_REPETITIONS = 2;
  private static final int REMEMBERED_REQUESTS = 16;
  private static final int OUTBOUND = 4096;
  private static final int IPV6_MINIMUM_MTU = 1280;
  private static final int MAX_HANDSHAKE_MESSAGE = 4096;

  /** One for each address at which the cloud was lately. */
  private static final int CONNECTIONS = 8;

  private EndpointSettings() {}

  static Configuration configuration() {
    Configuration settings =
        new Configuration(
            CoapConfig.DEFINITIONS,
            DtlsConfig.DEFINITIONS,
            UdpConfig.DEFINITIONS,
            SystemConfig.DEFINITIONS);
    coap(settings);
    dtls(settings);
    return settings;
  }

  private static void coap(Configuration settings) {
    settings.set(CoapConfig.TOKEN_SIZE_LIMIT, TOKEN_BYTES);
    settings.set(CoapConfig.PREFERRED_BLOCK_SIZE, BLOCK_BYTES);
    settings.set(CoapConfig.MAX_MESSAGE_SIZE, BLOCK_BYTES);
    // Blocks are asked for one by one; nothing puts them together behind our back.
    settings.set(CoapConfig.MAX_RESOURCE_BODY_SIZE, 0);
    // The default tracker has ids for 2 Mbit/s only; repeated GETs of blocks do no harm.
    settings.set(CoapConfig.MID_TRACKER, CoapConfig.TrackerMode.NULL);
    // No multicast here: else ids from 65,000 on would be kept for it, and refused.
    settings.set(CoapConfig.MULTICAST_BASE_MID, 0);
    // The default keeps every message for 247 s; the cloud's few requests need little.
    settings.set(CoapConfig.DEDUPLICATOR, CoapConfig.DEDUPLICATOR_PEERS_MARK_AND_SWEEP);
    settings.set(CoapConfig.PEERS_MARK_AND_SWEEP_MESSAGES, REMEMBERED_REQUESTS);
    settings.set(CoapConfig.RESPONSE_MATCHING, CoapConfig.MatcherMode.PRINCIPAL);
    settings.set(CoapConfig.PROTOCOL_STAGE_THREAD_COUNT, 1);
  }

  private static void dtls(Configuration settings) {
    settings.set(DtlsConfig.DTLS_ROLE, DtlsRole.CLIENT_ONLY);
    settings.set(DtlsConfig.DTLS_RECOMMENDED_CIPHER_SUITES_ONLY, false);
    settings.set(DtlsConfig.DTLS_EXTENDED_MASTER_SECRET_MODE, ExtendedMasterSecretMode.REQUIRED);
    settings.set(DtlsConfig.DTLS_USE_SERVER_NAME_INDICATION, false);
    settings.set(
        DtlsConfig.DTLS_RETRANSMISSION_TIMEOUT, INITIAL_HANDSHAKE_SECONDS, TimeUnit.SECONDS);
    settings.set(DtlsConfig.DTLS_MAX_RETRANSMISSIONS, HANDSHAKE_REPETITIONS);
    // Certificates are split so that each piece fits the smallest IPv6 packet.
    settings.set(DtlsConfig.DTLS_MAX_TRANSMISSION_UNIT, IPV6_MINIMUM_MTU);
    settings.set(DtlsConfig.DTLS_MAX_FRAGMENTED_HANDSHAKE_MESSAGE_LENGTH, MAX_HANDSHAKE_MESSAGE);
    settings.set(DtlsConfig.DTLS_MAX_CONNECTIONS, CONNECTIONS);
    settings.set(DtlsConfig.DTLS_STALE_CONNECTION_THRESHOLD, 1, TimeUnit.MINUTES);
    settings.set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1);
    settings.set(DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT, 1);
    // A window of requests may wait for a handshake.
    settings.set(DtlsConfig.DTLS_MAX_DEFERRED_OUTBOUND_APPLICATION_MESSAGES, OUTBOUND);
  }

  static DtlsConnectorConfig connector(
      Configuration settings,
      HandshakeProof proof,
      SessionListener sessions,
      ConnectionListener associations) {
    return proof
        .in(settings)
        .setAddress(new InetSocketAddress(0))
        // None towards the device, so that the server's is used (RFC 9146 section 3).
        .setConnectionIdGenerator(new SingleNodeConnectionIdGenerator(0))
        .setSessionListener(sessions)
        .setConnectionListener(associations)
        .build();
  }

  static CoapEndpoint endpoint(Configuration settings, Connector connector) {
    return CoapEndpoint.builder()
        .setConfiguration(settings)
        .setConnector(connector)
        .setDataSerializerAndParser(new UdpDataSerializer(), new StrictParser())
        .build();
  }
}
