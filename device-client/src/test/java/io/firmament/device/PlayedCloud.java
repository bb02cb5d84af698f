package io.firmament.device;

import io.firmament.device.core.DeviceProfile;
import io.firmament.device.core.ImageFacts;
import io.firmament.device.core.InstalledImage;
import io.firmament.device.core.LinkAnswer;
import io.firmament.device.core.LinkRequest;
import io.firmament.device.core.ManifestOctets;
import io.firmament.device.core.Moment;
import io.firmament.device.core.Notice;
import io.firmament.device.core.SlotStore;
import io.firmament.device.core.StorageFailedException;
import io.firmament.device.core.TrustAnchor;
import io.firmament.device.core.UpdateAction;
import io.firmament.device.core.UpdateEvent;
import io.firmament.device.core.UpdateMachine;
import io.firmament.device.slot.FileSlotStore;
import io.firmament.device.slot.ForgetfulFiles;
import io.firmament.device.slot.SlotOptions;
import io.firmament.protocol.codec.DecodeException;
import io.firmament.protocol.codec.OfferCodec;
import io.firmament.protocol.codec.ReportCodec;
import io.firmament.protocol.manifest.RootFault;
import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.message.CodingCapability;
import io.firmament.protocol.message.Controls;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.Status;
import io.firmament.protocol.transfer.TransferSettings;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A whole device, its real storage on files in memory and its real decoders, and a cloud that hands
 * out a {@link Scene}: from the first hello until the update has ended.
 */
final class PlayedCloud {
  private static final int NOT_FOUND = 0x84;
  private static final int CONTENT = 0x45;
  private static final int CHANGED = 0x44;
  private static final int MOST_STEPS = 2_000;

  /** What came of it. */
  record Outcome(
      Optional<RefusalReason> refused,
      boolean staged,
      boolean blocksAsked,
      Optional<Long> root,
      Optional<RootFault> rootFault,
      String detail) {}

  private final Scene scene;
  private final byte[] manifest;
  private final FileSlotStore store;
  private final UpdateMachine machine;
  private final Deque<UpdateEvent> inbox = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private Optional<RefusalReason> refused = Optional.empty();
  private Optional<RootFault> rootFault = Optional.empty();
  private String detail = "";
  private boolean ended;
  private Duration now = Duration.ZERO;
  private Optional<Duration> wakeAt = Optional.empty();

  PlayedCloud(Scene scene, TrustAnchor anchor, ForgetfulFiles files)
      throws StorageFailedException, IOException, GeneralSecurityException {
    this.scene = scene;
    this.manifest = scene.manifest();
    this.store = new FileSlotStore(files, new SlotOptions(Scene.SLOT_BYTES, 3));
    if (store.isEmpty()) {
      fill(store);
    }
    store.boot(BootReason.POWER, image -> true);
    DeviceProfile profile =
        new DeviceProfile(
            Scene.DEVICE,
            Scene.PRODUCT,
            Scene.PLATFORM,
            anchor,
            List.of(new CodingCapability(0, 0), new CodingCapability(1, 1 << 20)),
            TransferSettings.ofWindow(4),
            DeviceProfile.HELLO_INTERVAL,
            DeviceProfile.CONFIRM_WITHIN,
            true,
            Controls.ALL,
            false);
    this.machine =
        new UpdateMachine(profile, store, new DecodingPipe(profile.codings()), () -> 1.0);
  }

  private static void fill(SlotStore store) throws StorageFailedException, IOException {
    byte[] factory = Scene.octets(1, 9_000);
    store.fillFactory(
        new InstalledImage(
            new ImageFacts(
                ModuleName.APPLICATION,
                new FirmwareVersion(1),
                Digest.of(factory),
                factory.length,
                Scene.FLOOR,
                Scene.FACTORY_ISSUED),
            ManifestOctets.of(new byte[] {1}),
            0),
        new ByteArrayInputStream(factory));
  }

  /** Lets the device connect, and plays the cloud until the update has ended. */
  Outcome play() throws DecodeException {
    inbox.add(new UpdateEvent.Connect());
    for (int step = 0; step < MOST_STEPS && !ended; step++) {
      if (inbox.isEmpty()) {
        now = wakeAt.filter(moment -> moment.compareTo(now) > 0).orElse(now);
        inbox.add(new UpdateEvent.Woken());
      }
      UpdateEvent event = inbox.remove();
      for (UpdateAction action : machine.on(event, new Moment(now, scene.clock.plus(now)))) {
        perform(action);
      }
    }
    return new Outcome(
        refused,
        store.staged().isPresent(),
        asked.contains("b"),
        store.root().map(kept -> kept.number()),
        rootFault,
        detail);
  }

  private void perform(UpdateAction action) throws DecodeException {
    if (action instanceof UpdateAction.Send send) {
      LinkAnswer answer = answer(send.request());
      inbox.add(new UpdateEvent.Answered(send.exchange(), answer));
    } else if (action instanceof UpdateAction.WakeAt wake) {
      wakeAt = Optional.of(wake.uptime());
    } else if (action instanceof UpdateAction.Restart) {
      ended = true;
    } else if (action instanceof UpdateAction.Tell tell) {
      hear(tell.notice());
    }
  }

  private void hear(Notice notice) {
    if (notice instanceof Notice.RootRefused root) {
      rootFault = Optional.of(root.fault());
    } else if (notice instanceof Notice.Failed failed) {
      detail = failed.detail();
    }
  }

  private LinkAnswer answer(LinkRequest request) throws DecodeException {
    asked.add(request.path().get(0));
    return switch (request.path().get(0)) {
      case "h" -> whole(CHANGED, OfferCodec.encode(hello()));
      case "m" -> block(request, manifest);
      case "k" -> root(request);
      case "b" -> block(request, scene.served);
      case "s" -> status(ReportCodec.decodeStatus(request.payload()));
      default -> whole(CHANGED, new byte[0]);
    };
  }

  private HelloAnswer hello() {
    Offer offer = scene.offer(manifest);
    return scene.roots.isEmpty() || asked.contains("k")
        ? new HelloAnswer.Update(offer)
        : new HelloAnswer.NewRoot(1L + scene.roots.size(), Optional.of(offer));
  }

  private LinkAnswer root(LinkRequest request) {
    int index = Integer.parseInt(request.path().get(1)) - 2;
    return index < scene.roots.size()
        ? block(request, scene.roots.get(index))
        : whole(NOT_FOUND, new byte[0]);
  }

  private LinkAnswer status(Status status) {
    if (status.phase() == Status.Phase.FAILED) {
      refused = status.reason();
      ended = true;
    }
    return whole(CHANGED, new byte[0]);
  }

  private static LinkAnswer block(LinkRequest request, byte[] content) {
    int number = request.block().orElseThrow();
    int from = Math.min(content.length, number * LinkRequest.BLOCK_BYTES);
    int to = Math.min(content.length, from + LinkRequest.BLOCK_BYTES);
    return new LinkAnswer(
        CONTENT,
        Arrays.copyOfRange(content, from, to),
        number,
        to < content.length,
        Duration.ofSeconds(60),
        Optional.empty());
  }

  private static LinkAnswer whole(int code, byte[] payload) {
    return new LinkAnswer(code, payload, 0, false, Duration.ofSeconds(60), Optional.empty());
  }
}
