package io.firmament.server.coap;

import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.config.CoapConfig.MatcherMode;
import org.eclipse.californium.core.config.CoapConfig.TrackerMode;
import org.eclipse.californium.elements.config.CertificateAuthenticationMode;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.SystemConfig;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConfig.DtlsRole;
import org.eclipse.californium.scandium.dtls.ExtendedMasterSecretMode;
import org.eclipse.californium.scandium.dtls.SignatureAndHashAlgorithm;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite.CertificateKeyAlgorithm;
import org.eclipse.californium.scandium.dtls.cipher.XECDHECryptography.SupportedGroup;

/**
 * What Californium and Scandium are told. Each line is a decision of docs/protocol.md section 1 or
 * a trap that it names.
 */
final class EndpointConfiguration {
  /** Octets of the server's connection ids. */
  static final int CID_BYTES = 8;

  private static final int TOKEN_BYTES = 2;
  private static final int REMEMBERED_PEERS = 1_024;

  /** ADR 40: longer than the round trip of NB-IoT. */
  private static final int INITIAL_HANDSHAKE_SECONDS = 3;

  /** What a device's processor may need for its curve beside that. */
  private static final int DEVICE_CURVE_SECONDS = 2;

  private static final int IPV6_MINIMUM_MTU = 1280;
  private static final int MAX_HANDSHAKE_MESSAGE = 4096;

  /**
   * Octets that the kernel keeps while the receiver waits for a processor. Its usual 208 KiB hold
   * 270 small datagrams, of all devices together: answers to a push to a thousand are more.
   */
  private static final int RECEIVE_BUFFER = 4 * 1024 * 1024;

  private static final int MAX_PENDING_RECORDS = 20_000;
  private static final int MAX_PENDING_HANDSHAKE_RESULTS = 5_000;

  static {
    CoapConfig.register();
    DtlsConfig.register();
  }

  private EndpointConfiguration() {}

  static Configuration of(CoapSettings settings) {
    Configuration config = new Configuration();
    coap(config, settings);
    dtls(config, settings);
    cipherSuites(config);
    limits(config, settings);
    return config;
  }

  private static void coap(Configuration config, CoapSettings settings) {
    config.set(SystemConfig.HEALTH_STATUS_INTERVAL, 0, TimeUnit.SECONDS);
    config.set(CoapConfig.TOKEN_SIZE_LIMIT, TOKEN_BYTES);
    // No transparent blockwise transfer: it would hold whole bodies per peer.
    config.set(CoapConfig.MAX_RESOURCE_BODY_SIZE, 0);
    config.set(CoapConfig.MAX_MESSAGE_SIZE, Block.MAX_BYTES);
    config.set(CoapConfig.PREFERRED_BLOCK_SIZE, Block.MAX_BYTES);
    // Deviates from RFC 7252 section 4.4: a tracker throws after some 61,000 ids in 247 s. What a
    // device repeats is idempotent (GET) or carries a number of its own (reports).
    config.set(CoapConfig.MID_TRACKER, TrackerMode.NULL);
    // No multicast here: all 65,536 ids are for devices.
    config.set(CoapConfig.MULTICAST_BASE_MID, 0);
    // A device may change its address between request and answer; its principal stays.
    config.set(CoapConfig.RESPONSE_MATCHING, MatcherMode.PRINCIPAL_IDENTITY);
    // A peer is remembered for its next message id alone. One that is forgotten begins anew at
    // random, as after a restart; remembering all of them costs 250 octets for every address that
    // there ever was.
    config.set(CoapConfig.MAX_ACTIVE_PEERS, REMEMBERED_PEERS);
    config.set(CoapConfig.MAX_PEER_INACTIVITY_PERIOD, 0, TimeUnit.SECONDS);
  }

  private static void dtls(Configuration config, CoapSettings settings) {
    config.set(DtlsConfig.DTLS_ROLE, DtlsRole.SERVER_ONLY);
    config.set(DtlsConfig.DTLS_EXTENDED_MASTER_SECRET_MODE, ExtendedMasterSecretMode.REQUIRED);
    config.set(DtlsConfig.DTLS_RETRANSMISSION_TIMEOUT, INITIAL_HANDSHAKE_SECONDS, TimeUnit.SECONDS);
    config.set(DtlsConfig.DTLS_ADDITIONAL_ECC_TIMEOUT, DEVICE_CURVE_SECONDS, TimeUnit.SECONDS);
    config.set(DtlsConfig.DTLS_USE_HELLO_VERIFY_REQUEST, true);
    verifyPeersOnResumption(config);
    config.set(DtlsConfig.DTLS_SERVER_USE_SESSION_ID, true);
    config.set(DtlsConfig.DTLS_USE_ANTI_REPLAY_FILTER, true);
    config.set(DtlsConfig.DTLS_UPDATE_ADDRESS_USING_CID_ON_NEWER_RECORDS, true);
    config.set(DtlsConfig.DTLS_REMOVE_STALE_DOUBLE_PRINCIPALS, true);
    config.set(
        DtlsConfig.DTLS_STALE_CONNECTION_THRESHOLD,
        settings.staleAfter().toSeconds(),
        TimeUnit.SECONDS);
    config.set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, CID_BYTES);
    config.set(DtlsConfig.DTLS_CONNECTION_ID_NODE_ID, settings.nodeId());
    config.set(DtlsConfig.DTLS_MAX_TRANSMISSION_UNIT, IPV6_MINIMUM_MTU);
  }

  /** A resumption proves its address too. Deprecated, and still asked by Scandium 3.14. */
  @SuppressWarnings("deprecation")
  private static void verifyPeersOnResumption(Configuration config) {
    config.set(DtlsConfig.DTLS_VERIFY_PEERS_ON_RESUMPTION_THRESHOLD, 0);
  }

  /** Best first (docs/protocol.md, "DTLS"). */
  private static void cipherSuites(Configuration config) {
    config.set(DtlsConfig.DTLS_RECOMMENDED_CIPHER_SUITES_ONLY, true);
    config.setAsList(
        DtlsConfig.DTLS_CIPHER_SUITES,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256,
        CipherSuite.TLS_PSK_WITH_AES_128_CCM_8);
    config.setAsList(DtlsConfig.DTLS_CURVES, SupportedGroup.secp256r1);
    config.setAsList(
        DtlsConfig.DTLS_SIGNATURE_AND_HASH_ALGORITHMS, SignatureAndHashAlgorithm.SHA256_WITH_ECDSA);
    config.setAsList(DtlsConfig.DTLS_CERTIFICATE_KEY_ALGORITHMS, CertificateKeyAlgorithm.EC);
    config.set(DtlsConfig.DTLS_CLIENT_AUTHENTICATION_MODE, CertificateAuthenticationMode.NEEDED);
  }

  private static void limits(Configuration config, CoapSettings settings) {
    config.set(DtlsConfig.DTLS_MAX_CONNECTIONS, settings.maxConnections());
    config.set(DtlsConfig.DTLS_MAX_FRAGMENTED_HANDSHAKE_MESSAGE_LENGTH, MAX_HANDSHAKE_MESSAGE);
    config.set(DtlsConfig.DTLS_MAX_PENDING_INBOUND_JOBS, MAX_PENDING_RECORDS);
    config.set(DtlsConfig.DTLS_MAX_PENDING_OUTBOUND_JOBS, MAX_PENDING_RECORDS);
    config.set(DtlsConfig.DTLS_MAX_PENDING_HANDSHAKE_RESULT_JOBS, MAX_PENDING_HANDSHAKE_RESULTS);
    config.set(DtlsConfig.DTLS_RECEIVE_BUFFER_SIZE, RECEIVE_BUFFER);
    config.set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1);
    config.set(DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT, 1 + settings.workers());
  }
}
