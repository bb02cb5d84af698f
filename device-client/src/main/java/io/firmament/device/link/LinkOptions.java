package io.firmament.device.link;

import io.firmament.certs.DeviceCredential;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the cloud is, and how the device proves who it is.
 *
 * @param server the cloud's CoAP endpoint; resolved at each handshake
 * @param credential the device's credential
 * @param directory where the DTLS session is remembered; empty for not at all
 * @param threads who does the work; empty for threads of its own
 */
public record LinkOptions(
    InetSocketAddress server,
    DeviceCredential credential,
    Optional<Path> directory,
    Optional<LinkThreads> threads) {}
