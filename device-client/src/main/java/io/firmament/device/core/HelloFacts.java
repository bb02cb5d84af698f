package io.firmament.device.core;

import io.firmament.protocol.codec.HelloCodec;
import io.firmament.protocol.message.Flags;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.InstalledModule;
import io.firmament.protocol.message.ModuleState;
import io.firmament.protocol.message.PartialBlob;
import io.firmament.protocol.message.SecurityFloor;
import io.firmament.protocol.message.SlotSize;
import io.firmament.protocol.value.ModuleName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the full hello says of this device, read from its storage. */
final class HelloFacts {
  private final DeviceProfile profile;
  private final SlotStore store;
  private final TrustMachine trust;

  HelloFacts(DeviceProfile profile, SlotStore store, TrustMachine trust) {
    this.profile = profile;
    this.store = store;
    this.trust = trust;
  }

  FullHello hello(Flags flags) {
    return HelloCodec.full(flags, facts(), vitals());
  }

  /** What runs, or would run: the running image in place of the confirmed one of its module. */
  List<InstalledModule> modules() {
    BootRecord boot = store.booted();
    Map<String, InstalledModule> modules = new TreeMap<>();
    store
        .confirmed()
        .forEach(
            (name, image) -> modules.put(name.toString(), module(image, ModuleState.CONFIRMED)));
    boot.running()
        .filter(image -> isOnTrial())
        .ifPresent(
            image ->
                modules.put(image.facts().module().toString(), module(image, ModuleState.TRIAL)));
    return List.copyOf(modules.values());
  }

  /** Whether what runs is unconfirmed still. */
  boolean isOnTrial() {
    return store.booted().trial() && !store.booted().running().map(this::isConfirmed).orElse(false);
  }

  private boolean isConfirmed(InstalledImage running) {
    return running.equals(store.confirmed().get(running.facts().module()));
  }

  private FullHello.Facts facts() {
    BootRecord boot = store.booted();
    return new FullHello.Facts(
        FullHello.PROTOCOL,
        profile.product(),
        profile.platform(),
        modules(),
        boot.bootCount(),
        boot.reason(),
        store.lastOutcome(),
        floors(),
        profile.codings(),
        List.of(
            new SlotSize(
                ModuleName.APPLICATION.kind(), store.slotSizeBytes(ModuleName.APPLICATION))),
        LinkRequest.BLOCK_BYTES,
        profile.transfer().window(),
        trust.number(),
        profile.controls());
  }

  private List<SecurityFloor> floors() {
    return store.floors().security().entrySet().stream()
        .filter(floor -> floor.getValue() > 0)
        .map(floor -> new SecurityFloor(floor.getKey(), floor.getValue()))
        .sorted((one, other) -> one.module().toString().compareTo(other.module().toString()))
        .toList();
  }

  private FullHello.Vitals vitals() {
    List<PartialBlob> have =
        store
            .kept()
            .filter(kept -> kept.receivedBytes() > 0)
            .map(kept -> new PartialBlob(kept.order().encoded().digest(), kept.receivedBytes()))
            .stream()
            .toList();
    return new FullHello.Vitals(Optional.empty(), Optional.empty(), have);
  }

  private static InstalledModule module(InstalledImage image, ModuleState state) {
    ImageFacts facts = image.facts();
    return new InstalledModule(facts.module(), facts.version(), facts.digest(), state, List.of());
  }
}
