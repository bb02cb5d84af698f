package io.firmament.protocol.manifest;

import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.Representation;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.Requirement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The judgement over an offered manifest, complete before the first block is asked for
 * (docs/protocol.md, "What the device trusts"). The order is fixed: authenticity, addressee, time,
 * then each component.
 */
public final class JudgeManifest {
  /**
   * An encoding may be larger than its image by this much: the container of an incompressible one.
   */
  public static final long ENCODED_SLACK_BYTES = 1024;

  private final TrustedKeys keys;
  private final DeviceState device;
  private final Offer offer;
  private final Instant now;

  private JudgeManifest(TrustedKeys keys, DeviceState device, Offer offer, Instant now) {
    this.keys = keys;
    this.device = device;
    this.offer = offer;
    this.now = now;
  }

  /**
   * What a device makes of a manifest.
   *
   * @param signed the manifest's octets, as they were fetched
   * @param keys whom the device believes
   * @param device what it knows of itself
   * @param offer what the manifest was offered with
   * @param now the device's time
   */
  public static Verdict verify(
      byte[] signed, TrustedKeys keys, DeviceState device, Offer offer, Instant now) {
    try {
      return new JudgeManifest(keys, device, offer, now).judge(signed);
    } catch (RefusedException refused) {
      return new Verdict.Refused(refused.reason, refused.getMessage());
    }
  }

  private Verdict judge(byte[] signed) throws RefusedException {
    Digest digest = Digest.of(signed);
    check(
        digest.equals(offer.manifest()),
        RefusalReason.WRONG_MANIFEST,
        "the manifest",
        offer.manifest(),
        digest);
    Authentication authentication = AuthenticateManifest.verify(signed, keys, device.product());
    if (authentication instanceof Authentication.Refused refused) {
      throw new RefusedException(refused.reason(), refused.detail());
    }
    Manifest manifest = ((Authentication.Genuine) authentication).manifest();
    checkAddressee(manifest);
    checkTime(manifest);
    List<Verdict.Step> plan = new ArrayList<>();
    for (Offer.OfferedComponent offered : offer.components()) {
      check(
          offered.index() < manifest.components().size(),
          RefusalReason.MALFORMED_MANIFEST,
          "the component's index",
          "below " + manifest.components().size(),
          offered.index());
      plan.add(step(manifest, offered));
    }
    return new Verdict.Accepted(manifest, plan);
  }

  private void checkAddressee(Manifest manifest) throws RefusedException {
    check(
        manifest.product().equals(device.product()),
        RefusalReason.WRONG_PRODUCT,
        "the product",
        device.product(),
        manifest.product());
    check(
        manifest.platform().equals(device.platform()),
        RefusalReason.WRONG_PLATFORM,
        "the platform",
        device.platform(),
        manifest.platform());
    check(
        manifest.device().isEmpty() || manifest.device().get().equals(device.device()),
        RefusalReason.WRONG_DEVICE,
        "the device",
        device.device(),
        manifest.device());
  }

  private void checkTime(Manifest manifest) throws RefusedException {
    for (Optional<Instant> end : List.of(manifest.expiry(), offer.deadline())) {
      check(
          end.isEmpty() || !now.isAfter(end.get()),
          RefusalReason.EXPIRED,
          "the time",
          "until " + end,
          now);
    }
  }

  private Verdict.Step step(Manifest manifest, Offer.OfferedComponent offered)
      throws RefusedException {
    Manifest.Component component = manifest.components().get(offered.index());
    long floor = device.floors().getOrDefault(component.module(), 0L);
    check(
        component.security() >= floor,
        RefusalReason.BELOW_FLOOR,
        "the security number",
        "at least " + floor,
        component.security());
    Optional<FirmwareVersion> running = device.version(component.module());
    check(
        offer.downgrade() || running.isEmpty() || !component.version().isOlderThan(running.get()),
        RefusalReason.DOWNGRADE,
        "the version",
        "at least " + running.map(FirmwareVersion::toString).orElse("any"),
        component.version());
    long slot = device.slotBytes().getOrDefault(component.module().kind(), 0L);
    check(
        component.imageSize() <= slot,
        RefusalReason.IMAGE_TOO_LARGE,
        "the image's size",
        "at most " + slot,
        component.imageSize());
    checkRequirements(manifest, component);
    return new Verdict.Step(
        offered.index(), component, representation(component, offered.representations()));
  }

  /** A requirement may be met by what is installed, or by what this manifest brings. */
  private void checkRequirements(Manifest manifest, Manifest.Component component)
      throws RefusedException {
    for (Requirement requirement : component.requires()) {
      Optional<FirmwareVersion> brought =
          manifest.components().stream()
              .filter(other -> other.module().equals(requirement.module()))
              .map(Manifest.Component::version)
              .findFirst();
      Optional<FirmwareVersion> there = brought.or(() -> device.version(requirement.module()));
      check(
          component.heal()
              || (there.isPresent() && !there.get().isOlderThan(requirement.version())),
          RefusalReason.UNMET_DEPENDENCY,
          "the module " + requirement.module(),
          "at least " + requirement.version(),
          there);
    }
  }

  private Representation representation(
      Manifest.Component component, List<Representation> representations) throws RefusedException {
    Optional<Representation> chosen =
        representations.stream()
            .filter(offered -> device.decodes(offered.codingWire(), component.imageSize()))
            .filter(candidate -> candidate.base().isEmpty())
            .findFirst();
    check(
        chosen.isPresent(),
        RefusalReason.CODING,
        "the coding",
        "one of " + device.codings(),
        representations.stream().map(Representation::codingWire).toList());
    long size = chosen.get().encodedSize();
    long most = component.imageSize() + ENCODED_SLACK_BYTES;
    check(
        size <= most, RefusalReason.ENCODED_TOO_LARGE, "the encoded size", "at most " + most, size);
    check(
        size <= device.freeBytes(),
        RefusalReason.NO_SPACE,
        "the encoded size",
        "at most " + device.freeBytes() + " free",
        size);
    return chosen.get();
  }

  private static void check(
      boolean holds, RefusalReason reason, String what, Object expected, Object actual)
      throws RefusedException {
    if (!holds) {
      throw new RefusedException(reason, what + ": expected " + expected + ", found " + actual);
    }
  }

  /** Leaves the judgement at the first check that fails. */
  private static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final RefusalReason reason;

    RefusedException(RefusalReason reason, String detail) {
      super(detail, null, false, false);
      this.reason = reason;
    }
  }
}
