package io.firmament.server.coap;

import io.firmament.protocol.message.DeviceEvent;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.Goodbye;
import io.firmament.protocol.message.Hello;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.Status;
import io.firmament.protocol.message.StatusVerdict;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.app.BlockReply;
import io.firmament.server.app.BlockTurn;
import io.firmament.server.app.EventReply;
import io.firmament.server.app.HelloReply;
import io.firmament.server.app.Identification;
import io.firmament.server.device.Approval;
import io.firmament.server.device.Fingerprint;
import io.firmament.server.session.Session;
import io.firmament.server.trigger.ContactRule;
import io.firmament.server.trigger.Trigger;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/**
 * The use cases as far as the door can tell: it writes down every call in order, applies the real
 * rule of wakes, and refuses to be called by two threads for one device at once.
 */
final class FakeRequests implements DeviceRequests {
  static final ProductId PRODUCT = new ProductId(7);

  /** A goodbye for so long is one too many. */
  static final int FLOOD_SECONDS = 429;

  private final ManualClock clock;
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final Map<String, byte[]> keys = new ConcurrentHashMap<>();
  private final Map<DeviceId, Approval> approvals = new ConcurrentHashMap<>();
  private final Map<DeviceId, Session> sessions = new ConcurrentHashMap<>();
  private final Map<DeviceId, Semaphore> turns = new ConcurrentHashMap<>();
  private final Map<String, byte[]> blobs = new HashMap<>();
  private final Map<String, byte[]> manifests = new HashMap<>();
  private final Map<Long, byte[]> roots = new HashMap<>();
  volatile BlockTurn blockTurn = BlockTurn.NOW;
  volatile HelloAnswer answer = new HelloAnswer.Nothing();
  volatile CompletionStage<HelloReply> hold;
  volatile Optional<String> lookedAfterBy = Optional.empty();
  volatile Optional<String> connectedBy = Optional.empty();
  volatile Runnable whenKeyIsAsked = () -> {};
  volatile Identification whoseRawKey = Identification.Unknown.STRANGER;

  FakeRequests(ManualClock clock) {
    this.clock = clock;
  }

  void register(String id, byte[] key) {
    keys.put(id, key);
    approvals.put(new DeviceId(id), Approval.APPROVED);
  }

  /** Removes a device, and leaves its key behind. */
  void unregister(String id) {
    approvals.remove(new DeviceId(id));
  }

  void decide(String id, Approval approval) {
    approvals.put(new DeviceId(id), approval);
  }

  void blob(String prefix, byte[] content) {
    blobs.put(prefix, content);
  }

  void manifest(String prefix, byte[] content) {
    manifests.put(prefix, content);
  }

  void root(long number, byte[] content) {
    roots.put(number, content);
  }

  /** What was called, oldest first. */
  List<String> calls() {
    return List.copyOf(calls);
  }

  void forgetCalls() {
    calls.clear();
  }

  private void note(DeviceId device, String call) {
    Semaphore turn = turns.computeIfAbsent(device, id -> new Semaphore(1));
    if (!turn.tryAcquire()) {
      throw new AssertionError("two threads for one device: " + call);
    }
    calls.add(call);
    turn.release();
  }

  @Override
  public Optional<byte[]> key(String identity) {
    Optional<byte[]> found = Optional.ofNullable(keys.get(identity)).map(byte[]::clone);
    whenKeyIsAsked.run();
    return found;
  }

  @Override
  public Identification byRawKey(PublicKey key) {
    return whoseRawKey;
  }

  @Override
  public Identification byCertificate(List<X509Certificate> shown) {
    return Identification.Unknown.STRANGER;
  }

  @Override
  public Optional<Approval> approval(DeviceId device, Fingerprint credential) {
    return Optional.ofNullable(keys.get(device.hex()))
        .map(Fingerprint::ofPsk)
        .filter(credential::equals)
        .flatMap(held -> approval(device));
  }

  @Override
  public void quarantine(DeviceId device, ProductId product) {
    // There is no room here.
  }

  @Override
  public Optional<Approval> approval(DeviceId device) {
    return Optional.ofNullable(approvals.get(device));
  }

  @Override
  public void connected(
      DeviceId device, Trigger trigger, String endpoint, Optional<Duration> roundTrip) {
    note(device, trigger.label());
    connectedBy = Optional.of(Thread.currentThread().getName());
    sessions.put(
        device,
        Session.begun(
            endpoint, clock.instant(), false, io.firmament.protocol.message.Flags.DEFAULT));
  }

  @Override
  public void revived(DeviceId device, String endpoint, Instant lastHeard) {
    note(device, "revived, silent for " + Duration.between(lastHeard, now()).toSeconds() + " s");
  }

  @Override
  public Optional<Trigger> heard(DeviceId device, String endpoint) {
    Optional<Session> before = Optional.ofNullable(sessions.get(device));
    boolean wake = ContactRule.isWake(before, endpoint, clock.instant());
    Instant now = clock.instant();
    Session session =
        before.orElseGet(
            () -> Session.begun(endpoint, now, true, io.firmament.protocol.message.Flags.DEFAULT));
    sessions.put(device, wake ? session.woken(endpoint, now, true) : session.heard(now));
    if (wake) {
      note(device, "wake");
    }
    return wake ? Optional.of(Trigger.WAKE) : Optional.empty();
  }

  @Override
  public void lost(DeviceId device) {
    note(device, "lost");
  }

  @Override
  public CompletionStage<HelloReply> hello(DeviceId device, Hello hello) {
    boolean full = hello instanceof FullHello;
    note(device, full ? "full hello" : "hello");
    if (hold != null) {
      return hold;
    }
    if (approvals.get(device) == Approval.QUARANTINED) {
      return CompletableFuture.completedStage(new HelloReply.Forbidden(Approval.QUARANTINED));
    }
    if (hello instanceof FullHello said && !said.facts().product().equals(PRODUCT)) {
      return CompletableFuture.completedStage(
          new HelloReply.WrongProduct(PRODUCT, said.facts().product()));
    }
    if (!full && !hello.digest().equals(TestDevice.KNOWN)) {
      return CompletableFuture.completedStage(new HelloReply.Answered(new HelloAnswer.SendFull()));
    }
    return CompletableFuture.completedStage(new HelloReply.Answered(answer));
  }

  @Override
  public Optional<byte[]> manifest(DeviceId device, String prefix) {
    note(device, "manifest");
    return Optional.ofNullable(manifests.get(prefix));
  }

  @Override
  public Optional<byte[]> root(long number) {
    return Optional.ofNullable(roots.get(number));
  }

  @Override
  public BlockTurn blockTurn(DeviceId device) {
    return blockTurn;
  }

  @Override
  public BlockReply block(DeviceId device, String prefix, int number, int sizeBytes) {
    if (number == 0) {
      note(device, "first block");
    }
    byte[] blob = blobs.get(prefix);
    if (blob == null) {
      return new BlockReply.Absent();
    }
    int from = number * sizeBytes;
    if (from >= blob.length) {
      return new BlockReply.PastEnd(blob.length);
    }
    int to = Math.min(blob.length, from + sizeBytes);
    return new BlockReply.Block(Arrays.copyOfRange(blob, from, to), to < blob.length, blob.length);
  }

  @Override
  public CompletionStage<StatusVerdict> status(DeviceId device, Status status) {
    note(device, "status " + status.phase());
    return CompletableFuture.completedStage(StatusVerdict.PROCEED);
  }

  @Override
  public CompletionStage<EventReply> event(DeviceId device, String name, DeviceEvent event) {
    note(device, "event " + name + "=" + event.data());
    if (name.equals("flood")) {
      return CompletableFuture.completedStage(EventReply.tooMany(Duration.ofMillis(1_001)));
    }
    return CompletableFuture.completedStage(
        name.startsWith("spark/") ? EventReply.RESERVED : EventReply.TAKEN);
  }

  @Override
  public CompletionStage<EventReply> goodbye(DeviceId device, Goodbye goodbye) {
    note(device, "goodbye " + goodbye.sleepSeconds());
    return CompletableFuture.completedStage(
        goodbye.sleepSeconds() == FLOOD_SECONDS
            ? EventReply.tooMany(Duration.ofMillis(1_001))
            : EventReply.TAKEN);
  }

  @Override
  public void push(DeviceId device, Trigger trigger) {
    note(device, "push for " + trigger.label());
  }

  @Override
  public void lookAfterSessions() {
    lookedAfterBy = Optional.of(Thread.currentThread().getName());
  }

  @Override
  public Instant now() {
    return clock.instant();
  }
}
