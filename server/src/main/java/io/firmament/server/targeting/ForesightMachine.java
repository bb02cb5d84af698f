package io.firmament.server.targeting;

import io.firmament.protocol.value.FirmwareVersion;
import java.util.Map;
import java.util.TreeMap;

/** Adds up what a release does to each device. */
public final class ForesightMachine {
  private int updates;
  private int now;
  private int back;
  private int newlyBack;
  private long encodedBytes;
  private long reboots;
  private final Map<FirmwareVersion, Integer> byVersion = new TreeMap<>();
  private final Map<ReasonCode, Integer> waiting = new TreeMap<>();
  private final Map<String, Integer> skipped = new TreeMap<>();

  /** Adds one. */
  public void add(Effect effect) {
    if (effect instanceof Effect.Update update) {
      add(update);
    } else if (effect instanceof Effect.Skip skip) {
      skipped.merge(skip.why(), 1, Integer::sum);
    }
  }

  private void add(Effect.Update update) {
    updates++;
    now += update.waits().isEmpty() ? 1 : 0;
    back += update.back() ? 1 : 0;
    newlyBack += update.newlyBack() ? 1 : 0;
    encodedBytes += update.encodedBytes();
    reboots += update.reboots();
    update.from().ifPresent(version -> byVersion.merge(version, 1, Integer::sum));
    update.waits().ifPresent(reason -> waiting.merge(reason.code(), 1, Integer::sum));
  }

  /**
   * The sum.
   *
   * @param wish what all this is about: {@link Confirmation#digest}
   */
  public Foresight sum(String wish) {
    return new Foresight(
        updates,
        now,
        back,
        newlyBack,
        encodedBytes,
        reboots,
        byVersion,
        waiting,
        skipped,
        new Confirmation(wish, updates, back));
  }
}
