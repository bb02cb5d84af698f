package io.firmament.device.link;

import io.firmament.certs.DeviceCredential;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where the cloud is, and how the device proves who it is.
 *
 * @param server the cloud's CoAP endpoint; resolved at each handshake
 * @param credential the device's credential
 * @param directory where the DTLS session is remembered; empty for not at all
 * @param threads who does the work; empty for threads of its own
 * @param pinned the server's keys by the newest root document, asked at each full handshake; while
 *     it is empty the credential says whom to take for the server
 */
public record LinkOptions(
    InetSocketAddress server,
    DeviceCredential credential,
    Optional<Path> directory,
    Optional<LinkThreads> threads,
    Supplier<List<PublicKey>> pinned) {
  /** A link whose credential alone says whom to take for the server. */
  public LinkOptions(
      InetSocketAddress server,
      DeviceCredential credential,
      Optional<Path> directory,
      Optional<LinkThreads> threads) {
    this(server, credential, directory, threads, List::of);
  }
}
