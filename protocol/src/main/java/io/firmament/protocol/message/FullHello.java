package io.firmament.protocol.message;

import io.firmament.protocol.value.ModuleKind;
import io.firmament.protocol.value.ModuleName;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import java.util.List;
import java.util.Optional;

/**
 * All that a device says of itself, after every boot until it is acknowledged, and when the server
 * asks.
 *
 * @param digest over the stable part, see {@code HelloCodec#digest}
 * @param flags what is switched on now
 * @param facts the stable part: it changes with a boot or an update
 * @param vitals the rest: it may change with every message and is not in the digest
 */
public record FullHello(HelloDigest digest, Flags flags, Facts facts, Vitals vitals)
    implements Hello {
  /** The version of the protocol that this release speaks. */
  public static final int PROTOCOL = 1;

  /**
   * The stable part of a full hello.
   *
   * @param protocol the version of the protocol that the device speaks, at least 1
   * @param product the product it believes to belong to; compared with the registered one
   * @param platform the hardware
   * @param modules what is installed
   * @param bootCount boots so far, 0 to 4294967295
   * @param bootReason why it booted last
   * @param outcome how its last update ended, until another one begins
   * @param floors the lowest security number it accepts, by module; none means 0
   * @param codings what it can decode, and with how much memory
   * @param slots how large an image may be, by kind of module
   * @param blockSize the largest block it takes, in octets: a power of two from 16 to 1024
   * @param window the most blocks it keeps in flight, 1 to 1024
   * @param root the number of the root document that it believes, 1 to 4294967295; empty where it
   *     was given release keys alone
   * @param controls what the device can be asked
   */
  public record Facts(
      int protocol,
      ProductId product,
      PlatformId platform,
      List<InstalledModule> modules,
      long bootCount,
      BootReason bootReason,
      Optional<UpdateOutcome> outcome,
      List<SecurityFloor> floors,
      List<CodingCapability> codings,
      List<SlotSize> slots,
      int blockSize,
      int window,
      Optional<Long> root,
      Controls controls) {
    /** Keeps copies. */
    public Facts {
      modules = List.copyOf(modules);
      floors = List.copyOf(floors);
      codings = List.copyOf(codings);
      slots = List.copyOf(slots);
    }

    /** The same of a device that can be asked everything. */
    public Facts(
        int protocol,
        ProductId product,
        PlatformId platform,
        List<InstalledModule> modules,
        long bootCount,
        BootReason bootReason,
        Optional<UpdateOutcome> outcome,
        List<SecurityFloor> floors,
        List<CodingCapability> codings,
        List<SlotSize> slots,
        int blockSize,
        int window,
        Optional<Long> root) {
      this(
          protocol,
          product,
          platform,
          modules,
          bootCount,
          bootReason,
          outcome,
          floors,
          codings,
          slots,
          blockSize,
          window,
          root,
          Controls.ALL);
    }

    /** The same of a device that can be asked something else. */
    public Facts with(Controls other) {
      return new Facts(
          protocol,
          product,
          platform,
          modules,
          bootCount,
          bootReason,
          outcome,
          floors,
          codings,
          slots,
          blockSize,
          window,
          root,
          other);
    }

    /** The module of this name, if it is installed. */
    public Optional<InstalledModule> module(ModuleName name) {
      return modules.stream().filter(module -> module.name().equals(name)).findFirst();
    }

    /** The lowest security number that the device accepts for a module. */
    public long floor(ModuleName name) {
      return floors.stream()
          .filter(floor -> floor.module().equals(name))
          .mapToLong(SecurityFloor::floor)
          .findFirst()
          .orElse(0);
    }

    /** How large an image of a kind may be, in octets; 0 where the device has no slot for it. */
    public long slotBytes(ModuleKind kind) {
      return slots.stream()
          .filter(slot -> slot.kind() == kind)
          .mapToLong(SlotSize::bytes)
          .findFirst()
          .orElse(0);
    }
  }

  /**
   * What may change with every message.
   *
   * @param batteryPercent 0 to 100, if the device has a battery
   * @param link what it last saw of its link
   * @param have encoded blobs of which it holds a part
   */
  public record Vitals(
      Optional<Integer> batteryPercent, Optional<LinkHint> link, List<PartialBlob> have) {
    /** Nothing to say. */
    public static final Vitals NONE = new Vitals(Optional.empty(), Optional.empty(), List.of());

    /** Keeps copies. */
    public Vitals {
      have = List.copyOf(have);
    }
  }
}
