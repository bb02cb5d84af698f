package io.firmament.protocol.image;

import io.firmament.protocol.value.ModuleKind;
import io.firmament.protocol.value.ModuleName;
import java.util.Optional;

/** What a Particle module is for: the header's function field. */
enum ParticleFunction {
  NONE(null),
  RESOURCE(null),
  BOOTLOADER(ModuleKind.BOOTLOADER),
  MONOLITHIC(ModuleKind.APPLICATION),
  SYSTEM_PART(ModuleKind.SYSTEM_PART),
  USER_PART(ModuleKind.APPLICATION),
  SETTINGS(null),
  NCP(ModuleKind.NCP),
  RADIO(ModuleKind.RADIO),
  ASSET(ModuleKind.ASSET);

  private final ModuleKind kind;

  ParticleFunction(ModuleKind kind) {
    this.kind = kind;
  }

  static Optional<ParticleFunction> ofNumber(int number) {
    return number < values().length ? Optional.of(values()[number]) : Optional.empty();
  }

  /**
   * The module that is meant, by its number. A device has one application, whatever its number; an
   * asset has a name instead.
   */
  Optional<ModuleName> module(int index) {
    if (kind == null || kind == ModuleKind.ASSET) {
      return Optional.empty();
    }
    return Optional.of(
        kind == ModuleKind.APPLICATION ? ModuleName.APPLICATION : ModuleName.of(kind, index));
  }
}
