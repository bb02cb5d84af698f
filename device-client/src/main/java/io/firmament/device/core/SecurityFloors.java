package io.firmament.device.core;

import io.firmament.protocol.value.ModuleName;
import java.time.Instant;
import java.util.Map;

/**
 * Below these a manifest is refused. Raised only by a confirmation, never lowered.
 *
 * @param security the highest security number that was confirmed, a module
 * @param issued the latest time of issue among confirmed manifests; the clock cannot be earlier
 */
public record SecurityFloors(Map<ModuleName, Long> security, Instant issued) {
  /** The floors of a device that has confirmed nothing yet. */
  public static final SecurityFloors NONE = new SecurityFloors(Map.of(), Instant.EPOCH);

  /** Copies the map. */
  public SecurityFloors {
    security = Map.copyOf(security);
  }

  /** The floor of a module; 0 where nothing was confirmed. */
  public long of(ModuleName module) {
    return security.getOrDefault(module, 0L);
  }

  /** These floors, raised by an image that is being confirmed. */
  public SecurityFloors raisedBy(ImageFacts image) {
    java.util.HashMap<ModuleName, Long> raised = new java.util.HashMap<>(security);
    raised.merge(image.module(), image.security(), Math::max);
    return new SecurityFloors(raised, issued.isAfter(image.issued()) ? issued : image.issued());
  }
}
