package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.EventRate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a device that tells too many events from filling the journal, and from holding up whoever
 * reads it. What a device says of its own state has an allowance apart: an application that tells
 * too much does not keep its device from being updated. Thread-safe.
 */
final class EventThrottle {
  private static final Logger LOG = LoggerFactory.getLogger(EventThrottle.class);

  private final EventRate rate;
  private final Lane states;
  private final Lane others;

  EventThrottle(EventRate rate) {
    this.rate = rate;
    this.states = new Lane("its own state");
    this.others = new Lane("its application");
  }

  /**
   * Lets a device tell an event, or not.
   *
   * @return how long it must wait before it tells this one; empty where it may
   */
  Optional<Duration> refuse(DeviceId device, String name, Instant now) {
    return EventNames.isSystem(name) ? refuseOfItself(device, now) : refuse(others, device, now);
  }

  /** Lets a device say something of its own state, or not. */
  Optional<Duration> refuseOfItself(DeviceId device, Instant now) {
    return refuse(states, device, now);
  }

  private Optional<Duration> refuse(Lane lane, DeviceId device, Instant now) {
    return rate.isUnlimited() ? Optional.empty() : lane.refuse(device, now);
  }

  /** Events of one kind. */
  private final class Lane {
    private final String about;
    private final Allowance<DeviceId> allowance =
        new Allowance<>(Math.max(1, rate.perMinute()), rate.pace());

    /** How many events of a device were refused since it began to tell too many. */
    private final Map<DeviceId, Long> refused = new HashMap<>();

    private Lane(String about) {
      this.about = about;
    }

    private synchronized Optional<Duration> refuse(DeviceId device, Instant now) {
      if (allowance.isWhole(device, now)) {
        ended(device);
      }
      if (allowance.take(device, now)) {
        return Optional.empty();
      }
      if (refused.merge(device, 1L, Long::sum) == 1) {
        LOG.warn(
            "{} tells more than {} events a minute of {}: it is told to wait",
            device,
            rate.perMinute(),
            about);
      }
      return Optional.of(allowance.waitFor(device, now));
    }

    private void ended(DeviceId device) {
      Long count = refused.remove(device);
      if (count != null) {
        LOG.info("{} tells no more than it may again; {} events had to wait", device, count);
      }
    }
  }
}
