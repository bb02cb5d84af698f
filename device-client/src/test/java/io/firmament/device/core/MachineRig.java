package io.firmament.device.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.codec.DecodeException;
import io.firmament.protocol.codec.HelloCodec;
import io.firmament.protocol.codec.OfferCodec;
import io.firmament.protocol.codec.ReportCodec;
import io.firmament.protocol.manifest.Manifest;
import io.firmament.protocol.manifest.ManifestSigner;
import io.firmament.protocol.manifest.TrustedKeys;
import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.message.CodingCapability;
import io.firmament.protocol.message.Controls;
import io.firmament.protocol.message.Flags;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.Hello;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.Paths;
import io.firmament.protocol.message.Representation;
import io.firmament.protocol.message.Status;
import io.firmament.protocol.transfer.CongestionControl;
import io.firmament.protocol.transfer.TransferSettings;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleName;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A machine with storage in memory and a clock that the test owns; the test plays the cloud. */
final class MachineRig {
  private static final ProductId PRODUCT = new ProductId(7);
  private static final PlatformId PLATFORM = new PlatformId(13);
  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  final MemorySlotStore store = new MemorySlotStore();
  final List<Notice> notices = new ArrayList<>();
  private final KeyPair release;
  private TrustAnchor anchor;
  private KeyPair signer;
  private boolean clockTrusted;
  private Controls controls = Controls.ALL;
  private boolean sleepy;
  private Instant clock = EPOCH;
  private Optional<Instant> expiry = Optional.empty();
  private final List<UpdateAction.Send> sent = new ArrayList<>();
  private final List<UpdateAction> others = new ArrayList<>();
  private UpdateMachine machine;
  private Duration now = Duration.ZERO;
  private Optional<Duration> wakeAt = Optional.empty();

  MachineRig() throws GeneralSecurityException, StorageFailedException, IOException {
    this.release = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    this.signer = release;
    this.anchor = TrustAnchor.of(TrustedKeys.of(release.getPublic()));
    byte[] factory = image(1);
    store.fillFactory(
        new InstalledImage(
            new ImageFacts(
                ModuleName.APPLICATION,
                new FirmwareVersion(1),
                Digest.of(factory),
                factory.length,
                0,
                Instant.EPOCH),
            ManifestOctets.of(new byte[] {1}),
            0),
        new ByteArrayInputStream(factory));
    boot(BootReason.POWER);
  }

  static byte[] image(int version) {
    byte[] image = new byte[20_000];
    new Random(version).nextBytes(image);
    return image;
  }

  /** From the next boot on: whom the device believes when it leaves its factory. */
  void anchor(TrustAnchor other) {
    anchor = other;
  }

  /** So many assets beside the application, from the factory. */
  void assets(int count) throws StorageFailedException, IOException {
    for (int i = 0; i < count; i++) {
      asset("asset-%02d".formatted(i));
    }
  }

  /** An asset beside the application, from the factory. */
  void asset(String name) throws StorageFailedException, IOException {
    byte[] asset = name.getBytes(StandardCharsets.UTF_8);
    ImageFacts facts =
        new ImageFacts(
            ModuleName.asset(name),
            new FirmwareVersion(1),
            Digest.of(asset),
            asset.length,
            0,
            Instant.EPOCH);
    store.fillFactory(
        new InstalledImage(facts, ManifestOctets.of(new byte[] {1}), 0),
        new ByteArrayInputStream(asset));
  }

  /** From now on: who signs manifests. */
  void signer(KeyPair other) {
    signer = other;
  }

  /** From the next boot on: whether the device's clock is trusted. What it says, at once. */
  void clock(boolean trusted, Instant atStart) {
    clockTrusted = trusted;
    clock = atStart;
  }

  /** From the next boot on: what the device can be asked. */
  void controls(Controls other) {
    controls = other;
  }

  /** From the next boot on: it sleeps between contacts. */
  void sleepy() {
    sleepy = true;
  }

  /** What the machine says is switched on. */
  Flags flags() {
    return machine.flags();
  }

  /** Whether the cloud knows all that there is to say. */
  boolean settled() {
    return machine.settled();
  }

  /** From now on: when manifests expire. */
  void expiry(Instant end) {
    expiry = Optional.of(end);
  }

  /** Boots: a new machine on the same storage. */
  void boot(BootReason cause) {
    store.cutPower();
    store.boot(cause, image -> true);
    DeviceProfile profile =
        new DeviceProfile(
            new DeviceId("0123456789abcdef01234567"),
            PRODUCT,
            PLATFORM,
            anchor,
            List.of(new CodingCapability(0, 1 << 20)),
            TransferSettings.ofWindow(4).with(CongestionControl.FIXED),
            DeviceProfile.HELLO_INTERVAL,
            DeviceProfile.CONFIRM_WITHIN,
            clockTrusted,
            controls,
            sleepy);
    machine = new UpdateMachine(profile, store, (coding, encoded, size) -> encoded, () -> 1.0);
    sent.clear();
    others.clear();
    notices.clear();
    tell(new UpdateEvent.Woken());
  }

  List<java.security.PublicKey> serverKeys() {
    return machine.serverKeys();
  }

  void tell(UpdateEvent event) {
    wakeAt = Optional.empty();
    boolean begins = false;
    for (UpdateAction action : machine.on(event, new Moment(now, clock.plus(now)))) {
      if (action instanceof UpdateAction.Send send) {
        sent.add(send);
      } else if (action instanceof UpdateAction.Tell tell) {
        notices.add(tell.notice());
        begins |= tell.notice() instanceof Notice.Began;
      } else if (action instanceof UpdateAction.WakeAt wake) {
        wakeAt = Optional.of(wake.uptime());
      } else {
        others.add(action);
      }
    }
    if (begins && wakeAt.filter(now::equals).isPresent()) {
      assertThat(waits(Paths.BLOB)).as("blocks are asked for in a step of their own").isFalse();
      tell(new UpdateEvent.Woken());
    }
  }

  /** Lets time pass, and wakes the machine whenever it asked for it. */
  void pass(Duration time) {
    Duration end = now.plus(time);
    int wakes = 0;
    while (wakeAt.filter(moment -> moment.compareTo(end) <= 0).isPresent()) {
      now = wakeAt.get().compareTo(now) > 0 ? wakeAt.get() : now;
      tell(new UpdateEvent.Woken());
      wakes++;
      assertThat(wakes).as("wakes within " + time).isLessThan(10_000);
    }
    now = end;
  }

  // ---- What was sent

  List<UpdateAction.Send> takeSent() {
    List<UpdateAction.Send> taken = List.copyOf(sent);
    sent.clear();
    return taken;
  }

  /** The one request to this path that waits; taken out. */
  UpdateAction.Send take(String path) {
    UpdateAction.Send found =
        sent.stream()
            .filter(send -> send.request().path().get(0).equals(path))
            .findFirst()
            .orElseThrow(() -> new AssertionError("nothing was sent to " + path + ": " + sent));
    sent.remove(found);
    return found;
  }

  boolean waits(String path) {
    return sent.stream().anyMatch(send -> send.request().path().get(0).equals(path));
  }

  Hello takeHello() throws DecodeException {
    return HelloCodec.decode(take(Paths.HELLO).request().payload());
  }

  /** Takes the full hello that waits, and answers it. */
  FullHello takeHelloAnd(HelloAnswer answer) throws DecodeException {
    UpdateAction.Send hello = take(Paths.HELLO);
    answer(hello, CoapCode.CHANGED, OfferCodec.encode(answer));
    return (FullHello) HelloCodec.decode(hello.request().payload());
  }

  <T extends UpdateAction> List<T> did(Class<T> kind) {
    return others.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  // ---- What the cloud says

  void answer(UpdateAction.Send send, int code, byte[] payload) {
    LinkAnswer answer =
        new LinkAnswer(code, payload, 0, false, Duration.ofSeconds(60), Optional.empty());
    tell(new UpdateEvent.Answered(send.exchange(), answer));
  }

  void answerHello(HelloAnswer answer) {
    answer(take(Paths.HELLO), CoapCode.CHANGED, OfferCodec.encode(answer));
  }

  void connect() {
    tell(new UpdateEvent.Connect());
    answerHello(new HelloAnswer.Nothing());
  }

  void answerBlock(UpdateAction.Send send, byte[] content) {
    int block = send.request().block().orElseThrow();
    int from = block * LinkRequest.BLOCK_BYTES;
    int to = Math.min(content.length, from + LinkRequest.BLOCK_BYTES);
    LinkAnswer answer =
        new LinkAnswer(
            CoapCode.CONTENT,
            Arrays.copyOfRange(content, from, to),
            block,
            to < content.length,
            Duration.ofSeconds(60),
            Optional.empty());
    tell(new UpdateEvent.Answered(send.exchange(), answer));
  }

  /** Serves blocks of this content and proceeds with each status, until neither is asked for. */
  void serve(byte[] content, int blocks) throws DecodeException {
    int served = 0;
    while (served < blocks && (waits(Paths.BLOB) || waits(Paths.STATUS))) {
      if (waits(Paths.STATUS)) {
        takeStatus();
      } else {
        answerBlock(take(Paths.BLOB), content);
        served++;
      }
    }
  }

  /** The status that waits, answered with "go on". */
  Status takeStatus() throws DecodeException {
    UpdateAction.Send send = take(Paths.STATUS);
    answer(send, CoapCode.CHANGED, new byte[0]);
    return ReportCodec.decodeStatus(send.request().payload());
  }

  byte[] manifest(int version) throws GeneralSecurityException {
    byte[] image = image(version);
    return new ManifestSigner(signer.getPrivate(), signer.getPublic())
        .sign(
            new Manifest(
                PRODUCT,
                PLATFORM,
                EPOCH,
                expiry,
                Optional.empty(),
                List.of(
                    new Manifest.Component(
                        ModuleName.APPLICATION,
                        new FirmwareVersion(version),
                        image.length,
                        Digest.of(image),
                        0,
                        List.of(),
                        false))));
  }

  Offer offer(long commandId, int version, boolean forced) throws GeneralSecurityException {
    byte[] manifest = manifest(version);
    byte[] image = image(version);
    return new Offer(
        commandId,
        Digest.of(manifest),
        manifest.length,
        forced,
        false,
        Optional.empty(),
        List.of(
            new Offer.OfferedComponent(
                0,
                List.of(new Representation(0, Optional.empty(), image.length, Digest.of(image))))));
  }

  /** Pushes an offer; the code of the answer, 0 when it is ignored. */
  int push(Offer offer) {
    others.clear();
    tell(new UpdateEvent.Asked(1, LinkRequest.Method.POST, Paths.OFFER, OfferCodec.encode(offer)));
    return did(UpdateAction.Reply.class).stream()
        .map(UpdateAction.Reply::code)
        .findFirst()
        .orElse(0);
  }

  /** Brings an update to the point where its first blocks are asked for. */
  void begin(long commandId, int version) throws GeneralSecurityException, DecodeException {
    connect();
    assertThat(push(offer(commandId, version, false))).isEqualTo(CoapCode.CHANGED);
    answerBlock(take(Paths.MANIFEST), manifest(version));
    assertThat(takeStatus().phase()).isEqualTo(Status.Phase.STARTED);
  }
}
