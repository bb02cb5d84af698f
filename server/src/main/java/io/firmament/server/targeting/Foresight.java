package io.firmament.server.targeting;

import io.firmament.protocol.value.FirmwareVersion;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a release would do, in numbers.
 *
 * @param updates devices that are updated, now or later
 * @param now devices of these that are offered it at once
 * @param back devices of these that go back to a lower version
 * @param newlyBack devices of these that would not go back without this release
 * @param encodedBytes what is sent to all of them
 * @param reboots how often all of them boot
 * @param byVersion how many are updated from which version; those that have said none are left out
 * @param waiting how many of them wait for what, by reason code
 * @param skipped how many devices are passed over, by code
 * @param confirmation what to bring along so that the release does this, and no more than this
 */
public record Foresight(
    int updates,
    int now,
    int back,
    int newlyBack,
    long encodedBytes,
    long reboots,
    Map<FirmwareVersion, Integer> byVersion,
    Map<ReasonCode, Integer> waiting,
    Map<String, Integer> skipped,
    Confirmation confirmation) {
  /** Keeps copies. */
  public Foresight {
    byVersion = Map.copyOf(byVersion);
    waiting = Map.copyOf(waiting);
    skipped = Map.copyOf(skipped);
  }

  /** Adds up effects. */
  public static final class CountMachine {
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
}
