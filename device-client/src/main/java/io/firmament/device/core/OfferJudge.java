package io.firmament.device.core;

import io.firmament.protocol.manifest.AuthenticateManifest;
import io.firmament.protocol.manifest.Authentication;
import io.firmament.protocol.manifest.DeviceState;
import io.firmament.protocol.manifest.JudgeManifest;
import io.firmament.protocol.manifest.Manifest;
import io.firmament.protocol.manifest.Verdict;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.Representation;
import io.firmament.protocol.message.UpdateOutcome;
import io.firmament.protocol.value.Coding;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.ModuleName;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What this device makes of an offer, before the first block is asked for. */
final class OfferJudge {
  /** What came of it: an order to begin, or a reason. */
  sealed interface Judgement {
    /** It is to be installed. */
    record Install(UpdateOrder order) implements Judgement {}

    /** It is not. */
    record Refuse(RefusalReason reason, String detail) implements Judgement {}
  }

  private final DeviceProfile profile;
  private final SlotStore store;
  private final HelloFacts facts;
  private final TrustMachine trust;

  OfferJudge(DeviceProfile profile, SlotStore store, HelloFacts facts, TrustMachine trust) {
    this.profile = profile;
    this.store = store;
    this.facts = facts;
    this.trust = trust;
  }

  /** Whether at least one representation of each component can be decoded here. */
  boolean canDecode(Offer offer) {
    return offer.components().stream()
        .allMatch(
            component ->
                component.representations().stream()
                    .map(Representation::codingWire)
                    .anyMatch(this::isKnown));
  }

  /** How the update of this very command ended, if it did. */
  Optional<UpdateOutcome> ended(Offer offer) {
    return store
        .lastOutcome()
        .filter(outcome -> outcome.commandId() == offer.commandId())
        .filter(outcome -> store.kept().isEmpty());
  }

  /** Whether what is offered waits for a reset already. */
  boolean isStaged(Offer offer) {
    return store
        .staged()
        .filter(staged -> !staged.trialled())
        .filter(staged -> staged.image().manifest().digest().equals(offer.manifest()))
        .isPresent();
  }

  /** The manifest, where an interrupted transfer left it here. */
  Optional<ManifestOctets> knownManifest(Offer offer) {
    return store
        .kept()
        .map(kept -> kept.order().image().manifest())
        .filter(manifest -> manifest.digest().equals(offer.manifest()));
  }

  /** Verifies a manifest completely. */
  Judgement judge(Offer offer, byte[] manifest, Instant time) {
    Verdict verdict =
        JudgeManifest.verify(manifest, trust.keys(), state(), begunFirst(offer), time);
    if (verdict instanceof Verdict.Refused refused) {
      return new Judgement.Refuse(refused.reason(), refused.detail());
    } else if (verdict instanceof Verdict.Accepted accepted) {
      return choose(offer, manifest, accepted);
    }
    throw new AssertionError("the list of verdicts is closed: " + verdict);
  }

  /** Why what waits for its trial, or is being received, would be refused today for its signer. */
  Optional<Judgement.Refuse> distrusted(Optional<UpdateOrder> receiving) {
    return store
        .staged()
        .filter(waiting -> !waiting.trialled())
        .map(StagedImage::image)
        .or(() -> receiving.map(UpdateOrder::image))
        .map(image -> image.manifest().octets())
        .map(signed -> AuthenticateManifest.verify(signed, trust.keys(), profile.product()))
        .filter(Authentication.Refused.class::isInstance)
        .map(Authentication.Refused.class::cast)
        .map(refused -> new Judgement.Refuse(refused.reason(), refused.detail()));
  }

  /** A representation of which a part is here comes before smaller ones, wherever it stood. */
  private Offer begunFirst(Offer offer) {
    Optional<Digest> begun =
        store
            .kept()
            .filter(kept -> kept.receivedBytes() > 0)
            .map(kept -> kept.order().encoded().digest());
    return begun.map(digest -> offer.preferring(digest)).orElse(offer);
  }

  /** The first step that changes anything; the next boot continues with what is left. */
  private Judgement choose(Offer offer, byte[] manifest, Verdict.Accepted accepted) {
    for (Verdict.Step step : accepted.plan()) {
      if (!isRunning(step.component())) {
        return new Judgement.Install(order(offer, manifest, accepted.manifest(), step));
      }
    }
    return new Judgement.Refuse(
        RefusalReason.ALREADY_RUNNING, "every offered image runs here already");
  }

  private boolean isRunning(Manifest.Component component) {
    Optional<Digest> running =
        facts.modules().stream()
            .filter(module -> module.name().equals(component.module()))
            .map(module -> module.image())
            .findFirst();
    return running.filter(component.image()::equals).isPresent();
  }

  private static UpdateOrder order(
      Offer offer, byte[] octets, Manifest manifest, Verdict.Step step) {
    Manifest.Component component = step.component();
    ImageFacts image =
        new ImageFacts(
            component.module(),
            component.version(),
            component.image(),
            component.imageSize(),
            component.security(),
            manifest.issued());
    Representation chosen = step.representation();
    Coding coding = Coding.ofWire(chosen.codingWire()).orElseThrow();
    return new UpdateOrder(
        offer.commandId(),
        new InstalledImage(image, ManifestOctets.of(octets), step.index()),
        new EncodedImage(coding, chosen.encodedSize(), chosen.encoded()));
  }

  /** How the cloud is told that the storage refuses an update. */
  static RefusalReason reason(UpdateRefusedException.Cause cause) {
    return switch (cause) {
      case NO_FREE_SLOT, ALREADY_STAGED -> RefusalReason.BUSY;
      case NO_SUCH_MODULE, IMAGE_TOO_LARGE -> RefusalReason.IMAGE_TOO_LARGE;
      case ENCODED_TOO_LARGE -> RefusalReason.ENCODED_TOO_LARGE;
      case NO_SPACE -> RefusalReason.NO_SPACE;
    };
  }

  private DeviceState state() {
    ModuleName application = ModuleName.APPLICATION;
    return new DeviceState(
        profile.id(),
        profile.product(),
        profile.platform(),
        facts.modules(),
        store.floors().security(),
        Map.of(application.kind(), store.slotSizeBytes(application)),
        // The storage itself refuses what it has no room for, when the update begins.
        Long.MAX_VALUE,
        profile.codings());
  }

  /** Whether with any memory at all. */
  private boolean isKnown(int codingWire) {
    return Coding.ofWire(codingWire).isPresent()
        && profile.codings().stream().anyMatch(coding -> coding.wire() == codingWire);
  }
}
