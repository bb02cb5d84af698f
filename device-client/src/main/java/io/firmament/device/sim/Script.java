package io.firmament.device.sim;

import io.firmament.device.sim.Fault.Spell;
import io.firmament.device.sim.Fault.Strike;
import io.firmament.protocol.value.FirmwareVersion;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The scripted faults, asked for by what they do; a strike is handed out once. */
final class Script {
  private final List<Fault> faults;
  private final Deque<Strike> strikes;

  Script(List<Fault> faults) {
    this.faults = faults;
    this.strikes =
        new ArrayDeque<>(
            faults.stream()
                .filter(Strike.class::isInstance)
                .map(Strike.class::cast)
                .sorted(Comparator.comparing(Strike::at))
                .toList());
  }

  boolean selfTestFails(FirmwareVersion version) {
    return faults.contains(new Fault.SelfTestFails(version));
  }

  boolean crashes(FirmwareVersion version) {
    return faults.contains(new Fault.Crash(version));
  }

  /** Whether the application forbids updates at this time after the start. */
  boolean busyAt(Duration since) {
    return spells(Fault.Busy.class).anyMatch(busy -> covers(busy, since));
  }

  /** Whether the application defers resets at this time after the start. */
  boolean defersAt(Duration since) {
    return spells(Fault.Defer.class).anyMatch(defer -> covers(defer, since));
  }

  /** How long the device sleeps whenever there is nothing to do, if it does. */
  Optional<Duration> nap() {
    return faults.stream()
        .filter(Fault.Nap.class::isInstance)
        .map(fault -> ((Fault.Nap) fault).lasting())
        .findFirst();
  }

  /** Until when the device sleeps, if it sleeps at this time after the start. */
  Optional<Duration> asleepAt(Duration since) {
    return spells(Fault.Sleep.class)
        .filter(sleep -> covers(sleep, since))
        .map(Spell::to)
        .max(Comparator.naturalOrder());
  }

  /** The next strike that is due, if there is one. */
  Optional<Strike> strike(Duration since) {
    boolean due = !strikes.isEmpty() && strikes.getFirst().at().compareTo(since) <= 0;
    return due ? Optional.of(strikes.removeFirst()) : Optional.empty();
  }

  /** When something changes next, if it does. */
  Optional<Duration> next(Duration since) {
    Stream<Duration> edges =
        spells(Spell.class)
            .flatMap(spell -> Stream.of(spell.from(), spell.to()))
            .filter(edge -> edge.compareTo(since) > 0 && !edge.equals(Fault.NEVER));
    return Stream.concat(edges, strikes.stream().limit(1).map(Strike::at))
        .min(Comparator.naturalOrder());
  }

  private <S extends Spell> Stream<S> spells(Class<S> kind) {
    return faults.stream().filter(kind::isInstance).map(kind::cast);
  }

  private static boolean covers(Spell spell, Duration since) {
    return since.compareTo(spell.from()) >= 0 && since.compareTo(spell.to()) < 0;
  }
}
