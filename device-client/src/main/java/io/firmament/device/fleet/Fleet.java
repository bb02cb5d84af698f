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
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
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
  private final Thread starter = new Thread(this::startAll, "fleet-starter");
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
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
    members.forEach(member -> places.add(new Place()));
    starter.setDaemon(true);
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
    fleet.starter.start();
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
    starter.interrupt();
    try {
      starter.join();
      threads.forEach(Thread::interrupt);
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // ---- On the thread that starts them

  /** A thread is made when its device starts: those of a long ramp need not wait beside it. */
  private void startAll() {
    List<Integer> order =
        IntStream.range(0, members.size())
            .boxed()
            .sorted(Comparator.comparing(number -> members.get(number).start()))
            .toList();
    for (int number : order) {
      Member member = members.get(number);
      try {
        TimeUnit.NANOSECONDS.sleep(member.start().minus(sinceStart()).toNanos());
        Thread thread = new Thread(null, () -> live(number), "fleet-" + member.id(), STACK_BYTES);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
      } catch (InterruptedException closed) {
        Thread.currentThread().interrupt();
        ended(number, endedFromOutside(member));
      }
    }
  }

  // ---- On the thread of a device

  private void live(int number) {
    Member member = members.get(number);
    Place place = places.get(number);
    End end = endedFromOutside(member);
    try {
      end = new End(member.id(), Optional.of(run(member, place)), "");
    } catch (SimulationFailedException e) {
      end = new End(member.id(), Optional.empty(), e.getMessage() + " (" + e.hint() + ")");
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException bug) {
      LOG.error("device {} ended by a mistake of the program", member.id(), bug);
      end = new End(member.id(), Optional.empty(), "a mistake of the program: " + bug);
    } finally {
      ended(number, end);
    }
  }

  private void ended(int number, End end) {
    ends.set(number, end);
    places.get(number).ended(end.outcome().isSuccess());
    lasted = sinceStart();
    running.countDown();
  }

  private static End endedFromOutside(Member member) {
    return new End(member.id(), Optional.empty(), "it was ended from outside");
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
