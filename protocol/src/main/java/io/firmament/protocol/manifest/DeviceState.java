package io.firmament.protocol.manifest;

import io.firmament.protocol.message.CodingCapability;
import io.firmament.protocol.message.InstalledModule;
import io.firmament.protocol.message.ModuleState;
import io.firmament.protocol.value.Coding;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleKind;
import io.firmament.protocol.value.ModuleName;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a device knows of itself when it judges an offer.
 *
 * @param device who it is
 * @param product its product
 * @param platform its hardware
 * @param modules what is installed
 * @param floors the lowest security number it accepts, by module
 * @param slotBytes how large an image may be, by kind, in octets
 * @param freeBytes room for encoded images, in octets
 * @param codings what it can decode, and with how much memory
 */
public record DeviceState(
    DeviceId device,
    ProductId product,
    PlatformId platform,
    List<InstalledModule> modules,
    Map<ModuleName, Long> floors,
    Map<ModuleKind, Long> slotBytes,
    long freeBytes,
    List<CodingCapability> codings) {
  /** Keeps copies. */
  public DeviceState {
    modules = List.copyOf(modules);
    floors = Map.copyOf(floors);
    slotBytes = Map.copyOf(slotBytes);
    codings = List.copyOf(codings);
  }

  /** Whether it can decode an image of this size; never in a coding that is not known here. */
  boolean decodes(int wire, long imageSize) {
    return Coding.ofWire(wire)
        .filter(coding -> codings.stream().anyMatch(can -> can.decodes(coding, imageSize)))
        .isPresent();
  }

  /** The version of an installed module that is not unusable. */
  Optional<FirmwareVersion> version(ModuleName module) {
    return modules.stream()
        .filter(installed -> installed.name().equals(module))
        .filter(installed -> installed.state() != ModuleState.INVALID)
        .map(InstalledModule::version)
        .findFirst();
  }
}
