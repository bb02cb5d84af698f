package io.firmament.server;

import io.firmament.server.device.DeviceRates;
import io.firmament.server.device.TransferLimits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where a server keeps things and where it listens.
 *
 * @param data the data directory; made when it is missing
 * @param certs the installation's keys; what is not there is made below the data directory
 * @param sessionKey the file with the key that encrypts DTLS sessions; made when it is missing
 * @param coap where devices come; port 0 takes a free one
 * @param maxConnections DTLS connections kept at most
 * @param httpHost where operators come
 * @param httpPort their port; 0 takes a free one
 * @param eventBytes how much of the journal is kept for readers of events
 * @param eventAge for how long it is kept for them at most
 * @param limits how many devices are updated together
 * @param rates what devices may take and tell in a time
 */
public record ServerOptions(
    Path data,
    Optional<Path> certs,
    Path sessionKey,
    InetSocketAddress coap,
    int maxConnections,
    InetAddress httpHost,
    int httpPort,
    long eventBytes,
    Duration eventAge,
    TransferLimits limits,
    DeviceRates rates) {}
