package io.firmament.device.fleet;

import io.firmament.device.sim.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Who starts when, and what goes wrong with whom: the same for the same seed, however many threads
 * there are.
 *
 * @param devices a plan for each, in their order
 */
public record FleetPlan(List<DevicePlan> devices) {
  /**
   * The plan of one device.
   *
   * @param start after the start of the fleet
   * @param faults what goes wrong, after its own start
   * @param seed for whatever else of it is chance
   */
  public record DevicePlan(Duration start, List<Fault> faults, long seed) {
    /** Keeps a copy. */
    public DevicePlan {
      faults = List.copyOf(faults);
    }
  }

  /** Keeps a copy. */
  public FleetPlan {
    devices = List.copyOf(devices);
  }

  /**
   * Makes a plan.
   *
   * @param count how many devices
   * @param ramp the starts are spread evenly over this time
   * @param shares what goes wrong
   * @param horizon nothing goes wrong later
   * @param seed of all chance
   */
  public static FleetPlan of(
      int count, Duration ramp, List<FaultShare> shares, Duration horizon, long seed) {
    SplittableRandom chance = new SplittableRandom(seed);
    List<RandomGenerator> own = new ArrayList<>();
    List<List<Fault>> faults = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      own.add(chance.split());
      faults.add(new ArrayList<>());
    }
    for (FaultShare share : shares) {
      Set<Integer> victims = share.victims(count, chance.split());
      for (int i = 0; i < count; i++) {
        if (victims.contains(i)) {
          faults.get(i).addAll(share.draw(own.get(i), horizon));
        }
      }
    }
    List<DevicePlan> plans = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Duration start = ramp.multipliedBy(i).dividedBy(count);
      plans.add(new DevicePlan(start, faults.get(i), own.get(i).nextLong()));
    }
    return new FleetPlan(plans);
  }
}
