package io.firmament.server.device;

import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.ModuleName;
import io.firmament.protocol.value.PlatformId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a device said of itself in its last full hello.
 *
 * @param digest the first 8 octets of the hello's digest, as 16 hexadecimal digits: a short hello
 *     with the same one means that all this is still true
 * @param platform its hardware
 * @param modules what it runs
 * @param availability its flags in that hello; a session may know newer ones
 * @param bootCount how often it booted
 * @param bootReason why it booted last, its own word
 * @param codings what it can decode, identity among it
 * @param slotBytes the room for an application image, in octets
 * @param blockBytes the largest block that it takes, in octets
 * @param windowBlocks the blocks that it keeps in flight
 * @param saidAt when the hello came
 */
public record DeviceFacts(
    String digest,
    PlatformId platform,
    List<RunningModule> modules,
    Availability availability,
    long bootCount,
    String bootReason,
    List<CodingSupport> codings,
    long slotBytes,
    int blockBytes,
    int windowBlocks,
    Instant saidAt) {
  /** Keeps copies. */
  public DeviceFacts {
    modules = List.copyOf(modules);
    codings = List.copyOf(codings);
  }

  /** The module of this name, if the device has it. */
  public Optional<RunningModule> module(ModuleName name) {
    return modules.stream().filter(m -> m.name().equals(name)).findFirst();
  }

  /** Whether the device runs exactly this image as that module (feature TGT12). */
  public boolean runs(ModuleName name, Digest image) {
    return module(name).filter(m -> m.image().equals(image)).isPresent();
  }
}
