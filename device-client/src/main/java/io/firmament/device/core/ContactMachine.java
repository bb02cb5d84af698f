package io.firmament.device.core;

import io.firmament.device.core.LinkRequest.Handshake;
import io.firmament.protocol.codec.DecodeException;
import io.firmament.protocol.codec.HelloCodec;
import io.firmament.protocol.codec.OfferCodec;
import io.firmament.protocol.message.Flags;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.HelloDigest;
import io.firmament.protocol.message.LargeHello;
import io.firmament.protocol.message.Paths;
import io.firmament.protocol.message.ShortHello;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Contact with the cloud: hellos, and what is done when the cloud falls silent (docs/protocol.md,
 * "When the server lost the session").
 */
final class ContactMachine {
  /** A hello that is not answered by then, with its handshake, has failed. */
  static final Duration ATTEMPT = Duration.ofSeconds(45);

  /**
   * A hello that came to nothing although the cloud is there is said again after so long: as long
   * as a transfer is given to show that it is.
   */
  static final Duration AGAIN = SilenceMachine.OF_TRANSFER;

  /** Who acts upon what the cloud says. */
  interface Reaction {
    /** A hello was answered. */
    void met(HelloAnswer answer, Moment now) throws StorageFailedException;

    /** The cloud answered, and does not take the device. */
    void refused(int code, Moment now) throws StorageFailedException;

    /** The connection is gone, or given up. */
    void parted(Moment now) throws StorageFailedException;
  }

  private final OutboxMachine outbox;
  private final Supplier<FullHello> describe;
  private final Duration helloInterval;
  private final BackoffMachine backoff;
  private final SilenceMachine silence;
  private final Reaction reaction;

  private CloudStatus status = CloudStatus.DISCONNECTED;
  private Optional<HelloDigest> acknowledged = Optional.empty();
  private Optional<Long> hello = Optional.empty();

  /** What it would say now is not what it says in the hello under way. */
  private boolean outdated;

  private Duration helloAt = Duration.ZERO;
  private Duration deadline = Duration.ZERO;
  private boolean sessionEnded;
  private byte[] description = new byte[0];

  ContactMachine(
      OutboxMachine outbox,
      Supplier<FullHello> describe,
      Duration helloInterval,
      DoubleSupplier chance,
      Reaction reaction) {
    this.outbox = outbox;
    this.describe = describe;
    this.helloInterval = helloInterval;
    this.backoff = new BackoffMachine(chance);
    this.silence = new SilenceMachine(outbox);
    this.reaction = reaction;
  }

  void connect(Moment now) {
    if (status == CloudStatus.DISCONNECTED) {
      become(CloudStatus.CONNECTING, "");
      backoff.begin();
      hello(Handshake.IF_NEEDED, now);
    }
  }

  void disconnect(Moment now) throws StorageFailedException {
    if (status != CloudStatus.DISCONNECTED) {
      part(CloudStatus.DISCONNECTED, "", now);
    }
  }

  boolean isConnected() {
    return status == CloudStatus.CONNECTED;
  }

  /** Whether the cloud has acknowledged what the device says of itself now. */
  boolean isKnown() {
    return isConnected()
        && hello.isEmpty()
        && acknowledged.filter(describe.get().digest()::equals).isPresent();
  }

  boolean isWanted() {
    return status != CloudStatus.DISCONNECTED;
  }

  /** Forgets the session; the next contact begins with a full handshake (DEV13). */
  void endSession(Moment now) throws StorageFailedException {
    outbox.say(new UpdateAction.DropSession());
    sessionEnded = true;
    if (isWanted()) {
      part(CloudStatus.CONNECTING, "the session was ended", now);
      hello(Handshake.FULL, now);
    }
  }

  /**
   * What the device says of itself, or has let the cloud believe, is not so any more: says it now,
   * if anybody listens, or once the hello under way is answered.
   */
  void describeAgain(Moment now) {
    outdated = hello.isPresent();
    if (isConnected() && hello.isEmpty()) {
      hello(Handshake.IF_NEEDED, now);
    }
  }

  /** The cloud asks something of a device that it did not take: it may have changed its mind. */
  void invited(Moment now) {
    if (status == CloudStatus.REFUSED && hello.isEmpty()) {
      hello(Handshake.IF_NEEDED, now);
    }
  }

  void heard(Moment now, long probes) {
    silence.heard(now, probes);
  }

  /**
   * Something was asked in vain: the session may be gone.
   *
   * @param beside whether it was beside a transfer: while that gets its blocks, the link just loses
   *     much, and whom it concerns asks again
   */
  void unanswered(String why, boolean beside, Moment now) throws StorageFailedException {
    if (!beside || silence.hasLasted(SilenceMachine.OF_TRANSFER, now)) {
      suspect(why, now);
    }
  }

  private void suspect(String why, Moment now) throws StorageFailedException {
    if (isConnected()) {
      part(CloudStatus.CONNECTING, why, now);
      hello(Handshake.RESUME, now);
    }
  }

  /** The cloud has ended the association. It may want the device back, or rather be rid of it. */
  void closed(String why, Moment now) throws StorageFailedException {
    if (!isConnected()) {
      return; // What becomes of a hello is said by itself.
    }
    part(CloudStatus.CONNECTING, why, now);
    helloAt = backoff.closed(now);
  }

  /**
   * Time has passed.
   *
   * @param probes how often a transfer under way has probed so far
   */
  void awake(Moment now, long probes) throws StorageFailedException {
    if (!isWanted()) {
      return;
    }
    if (hello.isPresent() && now.uptime().compareTo(deadline) >= 0) {
      outbox.forget(hello.get());
      failed("no answer within " + ATTEMPT.toSeconds() + " s", now);
    } else if (isConnected() && silence.isTooLong(now, probes)) {
      suspect("the cloud is silent", now);
    } else if (hello.isEmpty() && now.uptime().compareTo(helloAt) >= 0) {
      hello(nextHandshake(), now);
    }
  }

  /** When {@link #awake} has something to do, if nothing happens before. */
  Optional<Duration> nextMoment(boolean transferring, Moment now) {
    if (!isWanted()) {
      return Optional.empty();
    }
    Duration next = hello.isEmpty() ? helloAt : deadline;
    return Optional.of(isConnected() ? silence.nextMoment(next, transferring, now) : next);
  }

  private Handshake nextHandshake() {
    if (status != CloudStatus.CONNECTING) {
      return Handshake.IF_NEEDED;
    }
    return backoff.isAtAnEnd() ? Handshake.FULL : Handshake.RESUME;
  }

  private void hello(Handshake handshake, Moment now) {
    FullHello full = describe.get();
    boolean known = acknowledged.filter(full.digest()::equals).isPresent();
    byte[] said =
        known ? HelloCodec.encode(new ShortHello(full.digest(), full.flags())) : whole(full);
    Handshake first = sessionEnded ? Handshake.FULL : handshake;
    sessionEnded = false;
    outdated = false;
    deadline = now.uptime().plus(ATTEMPT);
    LinkRequest request = LinkRequest.post(List.of(Paths.HELLO), said).after(first);
    hello = Optional.of(outbox.ask(request, now, new Said(full)));
  }

  /** The full hello; while the cloud reads it block by block, it stays the same. */
  byte[] description(boolean continued) {
    if (!continued || description.length == 0) {
      description = HelloCodec.encode(describe.get());
    }
    return description.clone();
  }

  /** All at once where it fits a block; else the cloud is told to ask for it. */
  private static byte[] whole(FullHello full) {
    byte[] octets = HelloCodec.encode(full);
    return octets.length <= LargeHello.FROM_OCTETS
        ? octets
        : HelloCodec.encode(new LargeHello(full.digest(), full.flags()));
  }

  /** What follows a hello. */
  private final class Said implements OutboxMachine.Continuation {
    private final HelloDigest digest;
    private final Flags flags;

    Said(FullHello full) {
      this.digest = full.digest();
      this.flags = full.flags();
    }

    @Override
    public void accept(Optional<LinkAnswer> answer, Moment now) throws StorageFailedException {
      if (answer.isPresent()) {
        outdated |= !flags.permitAs(describe.get().flags());
        answered(answer.get(), digest, now);
      } else {
        unanswered("the hello was not answered", now);
      }
    }

    @Override
    public void unanswered(String why, Moment now) throws StorageFailedException {
      hello = Optional.empty();
      if (isConnected()) {
        helloAt = now.uptime().plus(AGAIN);
      } else if (isWanted()) {
        failed(why, now);
      }
    }
  }

  private void answered(LinkAnswer answer, HelloDigest said, Moment now)
      throws StorageFailedException {
    hello = Optional.empty();
    if (CoapCode.isSuccess(answer.code())) {
      acknowledged = Optional.of(said);
      met(answer, now);
    } else {
      refused(answer, now);
    }
  }

  private void met(LinkAnswer answer, Moment now) throws StorageFailedException {
    HelloAnswer decoded;
    try {
      decoded = OfferCodec.decodeAnswer(answer.payload());
    } catch (DecodeException malformed) {
      failed("the answer to the hello is malformed: " + malformed.getMessage(), now);
      return;
    }
    backoff.answered();
    helloAt = now.uptime().plus(helloInterval);
    if (decoded instanceof HelloAnswer.SendFull) {
      acknowledged = Optional.empty();
      hello(Handshake.IF_NEEDED, now);
      return;
    }
    if (decoded instanceof HelloAnswer.Wait wait) {
      helloAt = now.uptime().plus(earlier(Duration.ofSeconds(wait.seconds()), helloInterval));
    }
    if (!isConnected()) {
      backoff.connected(now);
    }
    become(CloudStatus.CONNECTED, "");
    react(decoded, now);
  }

  /** Does what the cloud says, and says hello again where the one that it heard is not true now. */
  private void react(HelloAnswer said, Moment now) throws StorageFailedException {
    boolean again = outdated;
    reaction.met(said, now);
    if (again && isConnected() && hello.isEmpty()) {
      hello(Handshake.IF_NEEDED, now);
    }
  }

  private void refused(LinkAnswer answer, Moment now) throws StorageFailedException {
    String why = CoapCode.text(answer.code()) + " " + diagnostic(answer.payload());
    if (answer.code() >> 5 == 5 || answer.code() == CoapCode.TOO_MANY) {
      failed(why, now);
      return;
    }
    if (isConnected()) {
      part(CloudStatus.REFUSED, why, now);
    } else {
      become(CloudStatus.REFUSED, why);
    }
    helloAt = backoff.refused(now);
    reaction.refused(answer.code(), now);
  }

  /** An attempt came to nothing. */
  private void failed(String why, Moment now) throws StorageFailedException {
    hello = Optional.empty();
    helloAt = backoff.failed(now);
    if (isConnected()) {
      part(CloudStatus.CONNECTING, why, now);
    } else {
      become(CloudStatus.CONNECTING, why);
    }
  }

  private void part(CloudStatus next, String why, Moment now) throws StorageFailedException {
    become(next, why);
    hello.ifPresent(outbox::forget);
    hello = Optional.empty();
    reaction.parted(now);
    outbox.abandon(now);
  }

  private void become(CloudStatus next, String why) {
    if (status != next || !why.isEmpty()) {
      status = next;
      outbox.tell(new Notice.Cloud(next, why));
    }
  }

  private static String diagnostic(byte[] payload) {
    return new String(payload, java.nio.charset.StandardCharsets.UTF_8);
  }

  private static Duration earlier(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
