package io.firmament.server.rest;

import io.firmament.protocol.message.EndSession;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.Reset;
import io.firmament.protocol.value.DeviceId;
import io.firmament.server.app.Change;
import io.firmament.server.app.ConflictException;
import io.firmament.server.app.ManualMeter;
import io.firmament.server.app.OperatorVerbs;
import io.firmament.server.app.Ports;
import io.firmament.server.app.RefusedException;
import io.firmament.server.app.ServerEvent;
import io.firmament.server.app.UnreachableLink;
import io.firmament.server.app.UseCases;
import io.firmament.server.device.DeviceFixtures;
import io.firmament.server.device.DeviceRates;
import io.firmament.server.device.Product;
import io.firmament.server.device.TransferLimits;
import io.firmament.server.events.EventCursor;
import io.firmament.server.events.EventFilter;
import io.firmament.server.events.EventHub;
import io.firmament.server.store.MemoryBlobStore;
import io.firmament.server.store.MemoryStateStore;
import io.firmament.server.trigger.Trigger;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The HTTP door over real sockets in front of the real use cases, with memory behind them and no
 * device in reach. The test owns the clock, and when encodings are made.
 */
public final class RestFixture implements AutoCloseable {
  /** What is written as a backup. */
  public static final String BACKUP = "all that is remembered";

  private final MemoryStateStore store = new MemoryStateStore();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-01T00:00:00Z"));
  private final ConcurrentLinkedQueue<Runnable> encoding = new ConcurrentLinkedQueue<>();
  private final EventHub hub = new EventHub(store, now::get);
  private final UseCases cases;
  private final RestServer server;
  private final String token;
  private final AtomicInteger commands = new AtomicInteger();
  private volatile boolean inReach;
  private final RestSettings settings;

  private RestFixture(Path folder, RestLimits limits) throws IOException {
    Ports ports =
        new Ports(
            store,
            new MemoryBlobStore(),
            manifest -> manifest.toString().getBytes(StandardCharsets.UTF_8),
            new NobodyThere(),
            new ManualMeter(),
            now::get,
            new SecureRandom(),
            Runnable::run,
            encoding::add,
            TransferLimits.NONE,
            DeviceRates.USUAL,
            10);
    this.cases = UseCases.assemble(ports);
    this.token = firstToken(cases);
    this.settings =
        new RestSettings(InetAddress.getLoopbackAddress(), 0, folder.resolve("spool"), limits);
    this.server =
        RestServer.start(
            settings,
            cases.operators(),
            this::open,
            out -> out.write(BACKUP.getBytes(StandardCharsets.UTF_8)),
            now::get);
  }

  private static String firstToken(UseCases cases) {
    AtomicReference<String> told = new AtomicReference<>();
    cases.operators().access().issueToken().issueFirst(told::set);
    return told.get();
  }

  /** Starts one. */
  public static RestFixture start(Path folder) throws IOException {
    return start(folder, RestLimits.DEFAULT);
  }

  static RestFixture start(Path folder, RestLimits limits) throws IOException {
    return new RestFixture(folder, limits);
  }

  private EventStreams.Feed open(EventWish wish, Runnable wake) {
    EventFilter filter =
        new EventFilter(wish.prefix(), wish.onlyDevices(), wish.products(), wish.device());
    EventCursor cursor = hub.open(filter, wish.after(), wake);
    return new EventStreams.Feed() {
      @Override
      public long begin() {
        return cursor.begin();
      }

      @Override
      public Optional<String> take() {
        return cursor.take();
      }

      @Override
      public void close() {
        cursor.close();
      }
    };
  }

  /** Where it is. */
  public URI uri() {
    return server.uri();
  }

  /** A token that counts. */
  public String token() {
    return token;
  }

  /** All that it answers. */
  List<Route> routes() {
    OperatorVerbs verbs = cases.operators();
    return Routes.of(
        verbs,
        new Named(verbs.findProduct(), verbs.findDevice()),
        out -> {},
        settings,
        new TokenTries(1, Duration.ofSeconds(1)),
        now::get);
  }

  UseCases cases() {
    return cases;
  }

  /** Makes time pass. */
  public void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  /** A device is here as far as anybody can tell; whether it answers commands is another matter. */
  public void arrive(DeviceId device, boolean answers) {
    inReach = answers;
    cases.devices().noteContact().connected(device, Trigger.HANDSHAKE, "there", Optional.empty());
    Product product = product(device);
    FullHello hello =
        DeviceFixtures.fresh().ofProduct(product.id()).withPlatform(product.platform()).hello();
    cases.devices().receiveHello().receive(device, hello).toCompletableFuture().join();
  }

  private Product product(DeviceId device) {
    try {
      String number = cases.operators().findDevice().named(device.hex()).product().toString();
      return cases.operators().findProduct().named(number);
    } catch (RefusedException e) {
      throw new AssertionError("a device that arrives is registered", e);
    }
  }

  /** How many commands were sent so far. */
  public int commands() {
    return commands.get();
  }

  /** Makes all encodings that wait. */
  public void encode() {
    for (Runnable work = encoding.poll(); work != null; work = encoding.poll()) {
      work.run();
    }
  }

  /** Something happens. */
  public long happen(String name, String data, Optional<DeviceId> device) {
    ServerEvent event = new ServerEvent(name, data, now.get(), device, Optional.empty(), 3, "");
    try {
      return store.commit(Change.change().event(event).build());
    } catch (ConflictException e) {
      throw new AssertionError("an event alone conflicts with nothing", e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    hub.close();
  }

  /** No device can be reached, but for offers and commands while the test says so. */
  private final class NobodyThere extends UnreachableLink {
    @Override
    public CompletionStage<OfferReply> offer(DeviceId device, Offer offer) {
      return inReach
          ? CompletableFuture.completedStage(new OfferReply.Accepted())
          : unreachable(device);
    }

    @Override
    public CompletionStage<Void> reset(DeviceId device, Reset reset) {
      return answered(device);
    }

    @Override
    public CompletionStage<Void> endSession(DeviceId device, EndSession endSession) {
      return answered(device);
    }

    @Override
    public CompletionStage<Void> ping(DeviceId device) {
      return answered(device);
    }

    private CompletionStage<Void> answered(DeviceId device) {
      commands.incrementAndGet();
      return inReach ? CompletableFuture.completedStage(null) : unreachable(device);
    }
  }
}
