package io.firmament.device.core;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;

/** Fetches a small document, one block after the other: a manifest, a root document. */
final class DocumentFetchMachine {
  /** Who acts upon what was fetched. */
  interface Reaction {
    /** All of it is here; nothing of it has been looked at. */
    void fetched(byte[] document, Moment now) throws StorageFailedException;

    /** The cloud does not hand it out, or not as it must. */
    void missing(String why, Moment now) throws StorageFailedException;
  }

  private final List<String> path;
  private final int mostOctets;
  private final OutboxMachine outbox;
  private final Reaction reaction;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private Optional<Long> exchange = Optional.empty();

  DocumentFetchMachine(List<String> path, int mostOctets, OutboxMachine outbox, Reaction reaction) {
    this.path = List.copyOf(path);
    this.mostOctets = mostOctets;
    this.outbox = outbox;
    this.reaction = reaction;
  }

  /** Begins, or goes on at a new contact. */
  void proceed(Moment now) {
    if (exchange.isEmpty()) {
      int block = received.size() / LinkRequest.BLOCK_BYTES;
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
        || received.size() + block.payload().length > mostOctets
        || (block.more() && block.payload().length != LinkRequest.BLOCK_BYTES)) {
      reaction.missing(
          "expected block %d of %d octets at most, got block %d with %d octets"
              .formatted(expected, mostOctets, block.block(), block.payload().length),
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
