package io.firmament.device.core;

import io.firmament.protocol.codec.DecodeException;
import io.firmament.protocol.codec.ReportCodec;
import io.firmament.protocol.message.DeviceEvent;
import io.firmament.protocol.message.Paths;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.ReportId;
import io.firmament.protocol.message.Status;
import io.firmament.protocol.message.StatusVerdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the device has to report, one at a time (RFC 7252 section 4.7: NSTART is 1). A report gets
 * its number when it first leaves and keeps it, so that the cloud drops repetitions. Of reports
 * about the same thing only the newest waits. Where the cloud has heard enough (RFC 8516), or is in
 * trouble, what the application tells waits apart from what the device says of itself.
 */
final class ReportMachine {
  /** Reports that wait at most; beyond that the oldest is dropped, the application's first. */
  static final int CAPACITY = 64;

  /** However long the cloud asks for patience. */
  static final Duration MOST_PATIENCE = Duration.ofMinutes(15);

  private static final Duration LEAST_PATIENCE = Duration.ofSeconds(1);

  /**
   * How often a report may find the cloud in trouble: then others have their turn. With the pauses
   * between, that takes a quarter of an hour.
   */
  static final int MOST_TROUBLES = 10;

  /**
   * A report that came to nothing although the cloud is there (it rejected it, or the link lost all
   * repetitions) leaves again after so long.
   */
  static final Duration AGAIN = ContactMachine.AGAIN;

  /** What the cloud has had too much of, and what goes on beside it. */
  private enum Lane {
    /** What the device says of itself. */
    STATE,
    /** What its application tells. */
    APPLICATION
  }

  /** Spells a report. */
  @FunctionalInterface
  interface Spelling {
    byte[] with(ReportId id, Moment now);
  }

  /** A report, how often the cloud could not take it, and what follows its answer. */
  private record Report(
      String about,
      List<String> path,
      Spelling spelling,
      Optional<ReportId> id,
      int troubles,
      OutboxMachine.Continuation then) {
    Lane lane() {
      return about.isEmpty() ? Lane.APPLICATION : Lane.STATE;
    }

    Report numbered(ReportId number) {
      return new Report(about, path, spelling, Optional.of(number), troubles, then);
    }

    Report troubled() {
      return new Report(about, path, spelling, id, troubles + 1, then);
    }
  }

  private final OutboxMachine outbox;
  private final SlotStore store;
  private final BackoffMachine backoff;
  private final List<Report> queue = new ArrayList<>();

  /** Until when nothing of a lane leaves, in time since the boot. */
  private final EnumMap<Lane, Duration> heldUntil = new EnumMap<>(Lane.class);

  /** The first one is. */
  private boolean underWay;

  /** The first one was taken back on its way. */
  private boolean withdrawn;

  private boolean connected;

  /** Until when nothing leaves unless there is a new contact, in time since the boot. */
  private Duration silentUntil = Duration.ZERO;

  ReportMachine(OutboxMachine outbox, SlotStore store, DoubleSupplier chance) {
    this.outbox = outbox;
    this.store = store;
    this.backoff = new BackoffMachine(chance);
  }

  /**
   * Takes a report.
   *
   * @param about replaces a waiting one about the same; empty for one that stands for itself
   * @param then told once, with the cloud's answer
   */
  void report(
      String about,
      List<String> path,
      Spelling spelling,
      OutboxMachine.Continuation then,
      Moment now) {
    if (!about.isEmpty()) {
      drop(about);
    }
    if (queue.size() >= CAPACITY) {
      queue.remove(leastMissed());
    }
    queue.add(new Report(about, path, spelling, Optional.empty(), 0, then));
    sendNext(now);
  }

  private int leastMissed() {
    int first = underWay ? 1 : 0;
    return IntStream.range(first, queue.size())
        .filter(i -> queue.get(i).lane() == Lane.APPLICATION)
        .findFirst()
        .orElse(first);
  }

  /** Takes an event; what follows its answer is nothing. */
  void event(String about, String name, String data, Moment now) {
    event(about, name, data, (answer, then) -> {}, now);
  }

  /**
   * Takes an event.
   *
   * @param about replaces a waiting one about the same; empty for one that stands for itself
   * @param name segments separated by {@code /}
   * @param then told once, with the cloud's answer
   */
  void event(String about, String name, String data, OutboxMachine.Continuation then, Moment now) {
    List<String> path =
        Stream.concat(Stream.of(Paths.EVENT), Stream.of(name.split("/", -1))).toList();
    report(about, path, (id, leaving) -> ReportCodec.encode(new DeviceEvent(id, data)), then, now);
  }

  /** What follows the cloud's answer to a status. */
  @FunctionalInterface
  interface Obedience {
    void accept(StatusVerdict verdict, Moment now) throws StorageFailedException;
  }

  /**
   * Takes the status of an update; of one update only the newest waits.
   *
   * @param status makes it when it leaves: how long a phase has lasted is said as of then
   */
  void status(
      BiFunction<ReportId, Moment, Status> status, long commandId, Obedience then, Moment now) {
    report(
        "status " + commandId,
        List.of(Paths.STATUS),
        (id, leaving) -> ReportCodec.encode(status.apply(id, leaving)),
        (answer, moment) -> then.accept(verdict(answer.orElseThrow()), moment),
        now);
  }

  /** Says that an offer is not taken. */
  void refusal(long commandId, RefusalReason reason, Moment now) {
    Optional<RefusalReason> why = Optional.of(reason);
    status(
        (id, leaving) -> new Status(id, commandId, Status.Phase.FAILED, why, 0, Optional.empty()),
        commandId,
        (verdict, then) -> {},
        now);
  }

  /** An answer that is not understood is none: the device goes on. */
  private static StatusVerdict verdict(LinkAnswer answer) {
    try {
      return CoapCode.isSuccess(answer.code())
          ? ReportCodec.decodeStatusAnswer(answer.payload()).verdict()
          : StatusVerdict.PROCEED;
    } catch (DecodeException e) {
      return StatusVerdict.PROCEED;
    }
  }

  /** Takes back what was said about this: what is under way is not repeated. */
  void withdraw(String about) {
    drop(about);
    withdrawn = underWay && queue.get(0).about().equals(about);
  }

  /** Drops what waits about this; what is under way stays. */
  void drop(String about) {
    boolean busy = underWay;
    List<Report> kept = new ArrayList<>(queue);
    queue.clear();
    for (int i = 0; i < kept.size(); i++) {
      if ((i == 0 && busy) || !kept.get(i).about().equals(about)) {
        queue.add(kept.get(i));
      }
    }
  }

  /** Whether something about this has left, and may have been heard, and no answer came. */
  boolean hasLeft(String about) {
    return queue.stream()
        .anyMatch(report -> report.about().equals(about) && report.id().isPresent());
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  void connected(Moment now) {
    connected = true;
    silentUntil = Duration.ZERO;
    sendNext(now);
  }

  void disconnected() {
    connected = false;
  }

  /** Time has passed. */
  void awake(Moment now) {
    sendNext(now);
  }

  /** When {@link #awake} has something to do, if nothing happens before. */
  Optional<Duration> nextMoment() {
    return connected && !underWay
        ? queue.stream().map(this::heldUntil).min(Duration::compareTo)
        : Optional.empty();
  }

  private Duration heldUntil(Report report) {
    Duration held = heldUntil.getOrDefault(report.lane(), Duration.ZERO);
    return held.compareTo(silentUntil) > 0 ? held : silentUntil;
  }

  private void sendNext(Moment now) {
    if (!connected || underWay) {
      return;
    }
    OptionalInt next =
        IntStream.range(0, queue.size())
            .filter(i -> heldUntil(queue.get(i)).compareTo(now.uptime()) <= 0)
            .findFirst();
    if (next.isPresent()) {
      send(queue.remove(next.getAsInt()), now);
    }
  }

  private void send(Report report, Moment now) {
    ReportId id =
        report
            .id()
            .orElseGet(() -> new ReportId(store.booted().bootCount(), store.nextReportNumber()));
    queue.add(0, report.numbered(id));
    underWay = true;
    outbox.ask(
        LinkRequest.post(report.path(), report.spelling().with(id, now)), now, this::answered);
  }

  /**
   * Not answered: the report stays, under its number, and leaves again at the next contact, or
   * after a while where this one goes on. Told to be patient, or that the cloud is in trouble: it
   * leaves again after a while, and others like it wait for it.
   */
  private void answered(Optional<LinkAnswer> answer, Moment now) throws StorageFailedException {
    underWay = false;
    if (answer.isEmpty()) {
      silentUntil = now.uptime().plus(AGAIN);
      if (withdrawn) {
        queue.remove(0);
      }
    } else if (!withdrawn && asksForPatience(answer.get())) {
      hold(queue.get(0).lane(), now.uptime().plus(patience(answer.get())));
    } else if (!withdrawn && isInTrouble(answer.get())) {
      Report troubled = queue.remove(0).troubled();
      queue.add(0, troubled);
      hold(troubled.lane(), backoff.failed(now));
    } else {
      backoff.answered();
      withdrawn = false;
      queue.remove(0).then().accept(answer, now);
    }
    withdrawn = false;
    sendNext(now);
  }

  /** RFC 8516 section 3, RFC 7252 section 5.9.3.4. */
  private static boolean asksForPatience(LinkAnswer answer) {
    return answer.code() == CoapCode.TOO_MANY || answer.code() == CoapCode.UNAVAILABLE;
  }

  /** It is not the report's fault, as far as one can tell (RFC 7252 section 5.9.3). */
  private boolean isInTrouble(LinkAnswer answer) {
    return CoapCode.isServerError(answer.code()) && queue.get(0).troubles() < MOST_TROUBLES - 1;
  }

  private static Duration patience(LinkAnswer answer) {
    Duration asked = answer.maxAge();
    Duration most = asked.compareTo(MOST_PATIENCE) > 0 ? MOST_PATIENCE : asked;
    return most.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : most;
  }

  private void hold(Lane lane, Duration until) {
    heldUntil.put(lane, until);
  }
}
