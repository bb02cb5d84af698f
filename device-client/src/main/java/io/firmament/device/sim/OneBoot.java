package io.firmament.device.sim;

import io.firmament.device.DeviceClient;
import io.firmament.device.sim.SimulationEvent.Phase;
import io.firmament.device.sim.Summary.Outcome;
import io.firmament.protocol.value.FirmwareVersion;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** What the application lives through in one boot: until the next one, or until all is done. */
final class OneBoot {
  /** How long a device that has nothing more to do waits for the cloud to hear of it. */
  private static final Duration FAREWELL = Duration.ofSeconds(10);

  /** Nothing is due, but who knows. */
  private static final Duration LONGEST_STEP = Duration.ofSeconds(1);

  private final DeviceClient client;
  private final Application application;
  private final Script script;
  private final SimulationOptions options;
  private final Stopwatch watch;
  private final Runnable powerCut;
  private boolean busy;
  private boolean deferring;
  private boolean asleep;
  private Optional<Duration> napUntil = Optional.empty();

  OneBoot(
      DeviceClient client,
      Application application,
      Script script,
      SimulationOptions options,
      Stopwatch watch,
      Runnable powerCut) {
    this.client = client;
    this.application = application;
    this.script = script;
    this.options = options;
    this.watch = watch;
    this.powerCut = powerCut;
  }

  /**
   * Runs the application.
   *
   * @param running the version that runs
   * @param proved whether it is a confirmed one
   * @return how the device ended; empty when it boots again
   */
  Optional<Outcome> live(FirmwareVersion running, boolean proved) throws InterruptedException {
    boolean last = options.until().map(running::equals).orElse(true);
    boolean reached = proved && last && options.until().isPresent();
    begin();
    Optional<Duration> over = Optional.empty();
    while (application.restart().isEmpty()) {
      client.process(patience(over));
      play();
      Optional<Outcome> outcome =
          application
              .result()
              .filter(result -> last || result != Outcome.UPDATED)
              .or(() -> reached ? Optional.of(Outcome.UP_TO_DATE) : Optional.empty());
      boolean ending = options.until().isPresent() && outcome.isPresent();
      over = ending ? over.or(() -> Optional.of(watch.elapsed())) : Optional.empty();
      if (ending && (client.settled() || hasPassed(over.get().plus(FAREWELL)))) {
        return outcome;
      } else if (options.timeout().filter(this::hasPassed).isPresent()) {
        return Optional.of(atTimeout(outcome));
      }
    }
    return Optional.empty();
  }

  private void begin() {
    Duration now = watch.elapsed();
    busy = script.busyAt(now);
    if (busy) {
      client.disableUpdates();
    }
    playDeferral(script.defersAt(now));
    asleep = script.asleepAt(now).isPresent();
    if (!asleep) {
      client.connect();
    }
  }

  /** Until something is due, besides what comes in. */
  private Duration patience(Optional<Duration> over) {
    Duration now = watch.elapsed();
    Stream<Duration> moments =
        Stream.of(script.next(now), options.timeout(), over.map(FAREWELL::plus), napUntil)
            .flatMap(Optional::stream);
    Duration wait = moments.map(at -> at.minus(now)).min(Duration::compareTo).orElse(LONGEST_STEP);
    return wait.isNegative() ? Duration.ZERO : shorter(wait, LONGEST_STEP);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Without a version to wait for, a device that has nothing to do has done well. */
  private Outcome atTimeout(Optional<Outcome> outcome) {
    boolean idle = options.until().isEmpty() && client.settled();
    return outcome.orElse(idle ? Outcome.UP_TO_DATE : Outcome.TIMEOUT);
  }

  private boolean hasPassed(Duration moment) {
    return watch.elapsed().compareTo(moment) >= 0;
  }

  // ---- The script

  private void play() {
    Duration now = watch.elapsed();
    playBusy(script.busyAt(now));
    playDeferral(script.defersAt(now));
    playSleep(script.asleepAt(now).or(() -> nap(now)), now);
    script.strike(now).ifPresent(this::play);
  }

  private void play(Fault.Strike strike) {
    if (strike instanceof Fault.Reboot) {
      client.reset();
    } else if (strike instanceof Fault.PowerOff) {
      application.say(Phase.POWER_CUT, "");
      powerCut.run();
    } else {
      throw new AssertionError("the list of strikes is closed: " + strike);
    }
  }

  private void playBusy(boolean now) {
    if (now && !busy) {
      client.disableUpdates();
      application.say(Phase.BUSY, "");
    } else if (busy && !now) {
      client.enableUpdates();
      application.say(Phase.AVAILABLE, "");
    }
    busy = now;
  }

  private void playDeferral(boolean now) {
    if (now && !deferring) {
      client.disableReset();
    } else if (deferring && !now) {
      client.enableReset();
    }
    deferring = now;
  }

  /** Until when the device naps: it lies down when the cloud has nothing for it. */
  private Optional<Duration> nap(Duration now) {
    boolean over = napUntil.filter(end -> now.compareTo(end) >= 0).isPresent();
    boolean idle = client.settled() && !client.updating() && !client.resetPending();
    if (over) {
      napUntil = Optional.empty();
    } else if (napUntil.isEmpty() && !asleep && idle) {
      napUntil = script.nap().map(now::plus);
    }
    return napUntil;
  }

  private void playSleep(Optional<Duration> until, Duration now) {
    if (until.isPresent() && !asleep) {
      client.goodbye(until.get().minus(now));
      application.say(Phase.SLEEPING, "");
    } else if (asleep && until.isEmpty()) {
      client.connect();
      application.say(Phase.AWAKE, "");
    }
    asleep = until.isPresent();
  }
}
