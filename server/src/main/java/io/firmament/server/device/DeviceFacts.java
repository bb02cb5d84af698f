package io.firmament.server.device;

import io.firmament.protocol.message.Flags;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.HelloDigest;
import io.firmament.protocol.message.InstalledModule;
import io.firmament.protocol.message.ModuleState;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.ModuleName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a device said of itself in its last full hello.
 *
 * @param digest the hello's digest: a short hello with the same one means that all this still holds
 * @param flags what was switched on then; a session may know better
 * @param said the hello's stable part
 * @param saidAt when it came
 */
public record DeviceFacts(HelloDigest digest, Flags flags, FullHello.Facts said, Instant saidAt) {
  /** The facts in a full hello. */
  public static DeviceFacts of(FullHello hello, Instant now) {
    return new DeviceFacts(hello.digest(), hello.flags(), hello.facts(), now);
  }

  /** The same with other flags. */
  public DeviceFacts withFlags(Flags now) {
    return new DeviceFacts(digest, now, said, saidAt);
  }

  /** Whether the device runs exactly this image as that module, not merely has it (TGT12). */
  public boolean runs(ModuleName name, Digest image) {
    Optional<InstalledModule> running = running(name);
    return running.isPresent() && running.get().image().equals(image);
  }

  /** The module that runs under this name, on trial or confirmed, if one does. */
  public Optional<InstalledModule> running(ModuleName name) {
    for (InstalledModule module : said.modules()) {
      if (isRunning(module.state()) && module.name().equals(name)) {
        return Optional.of(module);
      }
    }
    return Optional.empty();
  }

  private static boolean isRunning(ModuleState state) {
    return switch (state) {
      case CONFIRMED, TRIAL -> true;
      case STAGED, INVALID -> false;
    };
  }

  /**
   * What decides whether the device would refuse the same offer again: all that it said, apart from
   * how it booted and how its last update ended.
   *
   * @return 64 hexadecimal digits
   */
  public String condition() {
    return hash(
        said.platform(), said.modules(), said.floors(), said.codings(), said.slots(), said.root());
  }

  /** As {@link #condition}, and another one after every boot. */
  public String conditionOfBoot() {
    return hash(condition(), said.bootCount());
  }

  private static String hash(Object... parts) {
    String text = List.of(parts).toString();
    return Digest.of(text.getBytes(StandardCharsets.UTF_8)).hex();
  }
}
