package io.firmament.server.coap;

import io.firmament.protocol.message.Paths;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.eclipse.californium.core.coap.Option;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.option.StandardOptionRegistry;
import org.eclipse.californium.elements.util.Bytes;

/**
 * Lets a device prove that it is where its records come from, by repeating a request with the Echo
 * option that it was given (RFC 9175 section 2.3). Asked of the first request for a block from a
 * new address, and of whatever else would have an answer that is too large for an unproved one.
 */
final class AddressCheck {
  /** A record to a device: header, explicit nonce and tag of CCM_8, CoAP header and token. */
  private static final int MOST_OVERHEAD = 13 + 8 + 8 + 4 + 8;

  /** Options of an answer, and the marker of its payload. */
  private static final int MOST_OPTIONS = 16;

  private final UnprovenAddresses addresses;
  private final EchoSeal seal;

  AddressCheck(UnprovenAddresses addresses, EchoSeal seal) {
    this.addresses = addresses;
    this.seal = seal;
  }

  /** Takes a proof in; 4.01 where it is missing and the request asks for a block. */
  Optional<Reply> challenge(Request request) {
    InetSocketAddress address = address(request);
    Optional<Bytes> association = addresses.at(address);
    if (association.isEmpty()) {
      return Optional.empty();
    }
    if (echo(request).filter(e -> seal.proves(e, association.get(), address)).isPresent()) {
      addresses.proved(address);
      return Optional.empty();
    }
    return isForBlocks(request) ? Optional.of(challenge(association.get(), address)) : empty();
  }

  /** The answer; 4.01 in its place where it is more than may be sent to the address. */
  Reply fitting(Request request, Reply answer) {
    InetSocketAddress address = address(request);
    int octets = MOST_OVERHEAD + MOST_OPTIONS + answer.payload().length;
    return addresses
        .at(address)
        .filter(association -> octets > addresses.credit(address))
        .map(association -> challenge(association, address))
        .orElse(answer);
  }

  private Reply challenge(Bytes association, InetSocketAddress address) {
    return Reply.challenge(seal.of(association, address));
  }

  private static Optional<Reply> empty() {
    return Optional.empty();
  }

  private static boolean isForBlocks(Request request) {
    List<String> path = request.getOptions().getUriPath();
    return !path.isEmpty()
        && (path.get(0).equals(Paths.BLOB) || path.get(0).equals(Paths.MANIFEST));
  }

  private static Optional<byte[]> echo(Request request) {
    return Optional.ofNullable(request.getOptions().getOtherOption(StandardOptionRegistry.ECHO))
        .map(Option::getValue);
  }

  private static InetSocketAddress address(Request request) {
    return request.getSourceContext().getPeerAddress();
  }
}
