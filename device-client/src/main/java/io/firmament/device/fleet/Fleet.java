package io.firmament.device.fleet;

import io.firmament.device.fleet.FleetReport.End;
import io.firmament.device.sim.PowerLostException;
import io.firmament.device.sim.SimulatedDevice;
import io.firmament.device.sim.SimulationEvent;
import io.firmament.device.sim.SimulationFailedException;
import io.firmament.device.sim.SimulationOptions;
import io.firmament.device.sim.Summary;
import io.firmament.protocol.value.DeviceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Devices that run at the same time in this process, each on a thread of its own. Whatever happens
 * to one of them, a power cut, too, ends nothing but its boot.
 */
public final class Fleet implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);

  /** A device needs little; the default would be a megabyte. */
  private static final long STACK_BYTES = 512 * 1024;

  private final List<Member> members;
  private final BiConsumer<DeviceId, SimulationEvent> listener;
  private final List<Thread> threads = new ArrayList<>();
  private final List<Place> places = new ArrayList<>();
  private final AtomicReferenceArray<End> ends;
  private final CountDownLatch running;
  private final long origin = System.nanoTime();
  private volatile Duration lasted = Duration.ZERO;

  private Fleet(List<Member> members, BiConsumer<DeviceId, SimulationEvent> listener) {
    this.members = List.copyOf(members);
    this.listener = listener;
    this.ends = new AtomicReferenceArray<>(members.size());
    this.running = new CountDownLatch(members.size());
    for (int i = 0; i < members.size(); i++) {
      int number = i;
      places.add(new Place());
      Thread thread =
          new Thread(null, () -> live(number), "fleet-" + members.get(i).id(), STACK_BYTES);
      thread.setDaemon(true);
      threads.add(thread);
    }
  }

  /**
   * One device of a fleet.
   *
   * @param options what it is told
   * @param start after the start of the fleet
   */
  public record Member(SimulationOptions options, Duration start) {
    DeviceId id() {
      return new DeviceId(options.credential().deviceId());
    }
  }

  /**
   * Starts the devices.
   *
   * @param listener told what each does, by the thread of that device
   */
  public static Fleet start(List<Member> members, BiConsumer<DeviceId, SimulationEvent> listener) {
    Fleet fleet = new Fleet(members, listener);
    fleet.threads.forEach(Thread::start);
    return fleet;
  }

  /** Waits until all devices have ended; whether they have. */
  public boolean await(Duration atMost) throws InterruptedException {
    return running.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** How it stands now. */
  public FleetSnapshot snapshot() {
    Map<Stage, Integer> stages = new EnumMap<>(Stage.class);
    places.forEach(place -> stages.merge(place.stage(), 1, Integer::sum));
    double fetched =
        places.stream()
            .filter(place -> place.stage() == Stage.TRANSFERRING)
            .mapToDouble(Place::fetched)
            .average()
            .orElse(0);
    return new FleetSnapshot(sinceStart(), stages, fetched);
  }

  /**
   * What became of it.
   *
   * @throws IllegalStateException while a device still runs
   */
  public FleetReport report() {
    if (running.getCount() > 0) {
      throw new IllegalStateException(running.getCount() + " devices still run");
    }
    List<End> all = new ArrayList<>();
    for (int i = 0; i < ends.length(); i++) {
      all.add(ends.get(i));
    }
    return new FleetReport(lasted, all);
  }

  /** Ends what still runs, as a power cut would, and waits for it. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // ---- On the thread of a device

  private void live(int number) {
    Member member = members.get(number);
    Place place = places.get(number);
    End end = new End(member.id(), Optional.empty(), "it was ended from outside");
    try {
      TimeUnit.NANOSECONDS.sleep(member.start().minus(sinceStart()).toNanos());
      end = new End(member.id(), Optional.of(run(member, place)), "");
    } catch (SimulationFailedException e) {
      end = new End(member.id(), Optional.empty(), e.getMessage() + " (" + e.hint() + ")");
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException bug) {
      LOG.error("device {} ended by a mistake of the program", member.id(), bug);
      end = new End(member.id(), Optional.empty(), "a mistake of the program: " + bug);
    } finally {
      ends.set(number, end);
      place.ended(end.outcome().isSuccess());
      lasted = sinceStart();
      running.countDown();
    }
  }

  private Summary run(Member member, Place place)
      throws SimulationFailedException, InterruptedException {
    DeviceId id = member.id();
    return SimulatedDevice.run(
        member.options(),
        event -> {
          place.heard(event);
          listener.accept(id, event);
        },
        PowerLostException::interrupt);
  }

  private Duration sinceStart() {
    return Duration.ofNanos(System.nanoTime() - origin);
  }
}
