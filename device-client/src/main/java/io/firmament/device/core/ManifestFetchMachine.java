package io.firmament.device.core;

import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.Paths;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;

/** Fetches an offer's manifest, one block after the other. */
final class ManifestFetchMachine {
  /** Who acts upon what was fetched. */
  interface Reaction {
    /** All of it is here; its digest has not been looked at. */
    void fetched(byte[] manifest, Moment now) throws StorageFailedException;

    /** The cloud does not hand it out. */
    void missing(String why, Moment now) throws StorageFailedException;
  }

  private final Offer offer;
  private final OutboxMachine outbox;
  private final Reaction reaction;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private Optional<Long> exchange = Optional.empty();

  ManifestFetchMachine(Offer offer, OutboxMachine outbox, Reaction reaction) {
    this.offer = offer;
    this.outbox = outbox;
    this.reaction = reaction;
  }

  /** Begins, or goes on at a new contact. */
  void proceed(Moment now) {
    if (exchange.isEmpty()) {
      int block = received.size() / LinkRequest.BLOCK_BYTES;
      List<String> path = List.of(Paths.MANIFEST, offer.manifest().prefix());
      exchange = Optional.of(outbox.ask(LinkRequest.get(path, block, true), now, this::answered));
    }
  }

  void abandon() {
    exchange.ifPresent(outbox::forget);
    exchange = Optional.empty();
  }

  private void answered(Optional<LinkAnswer> answer, Moment now) throws StorageFailedException {
    exchange = Optional.empty();
    if (answer.isEmpty()) {
      return;
    }
    LinkAnswer block = answer.get();
    int expected = received.size() / LinkRequest.BLOCK_BYTES;
    if (block.code() != CoapCode.CONTENT) {
      reaction.missing("the cloud answered " + CoapCode.text(block.code()), now);
    } else if (block.block() != expected
        || received.size() + block.payload().length > offer.manifestSize()
        || (block.more() && block.payload().length != LinkRequest.BLOCK_BYTES)) {
      reaction.missing(
          "expected block %d of a manifest of %d octets, got block %d with %d octets"
              .formatted(expected, offer.manifestSize(), block.block(), block.payload().length),
          now);
    } else {
      received.writeBytes(block.payload());
      if (block.more()) {
        proceed(now);
      } else {
        reaction.fetched(received.toByteArray(), now);
      }
    }
  }
}
