package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.transfer.Octets;
import io.firmament.server.transfer.WireBytes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A meter that counts what the test says; everything that it counts is a device's. */
public final class ManualMeter implements WireMeter {
  final Set<DeviceId> forgotten = new HashSet<>();
  private final Map<DeviceId, WireBytes> counts = new HashMap<>();

  /** So much was sent for a device. */
  void count(DeviceId device, WireBytes more) {
    counts.merge(device, more, WireBytes::plus);
  }

  /** As after a start. */
  void reset() {
    counts.clear();
  }

  @Override
  public WireBytes of(DeviceId device) {
    return counts.getOrDefault(device, WireBytes.NONE);
  }

  @Override
  public Set<DeviceId> devices() {
    return Set.copyOf(counts.keySet());
  }

  @Override
  public Octets total() {
    return counts.values().stream().map(WireBytes::total).reduce(Octets.NONE, Octets::plus);
  }

  @Override
  public void forgetBlocks(DeviceId device) {
    forgotten.add(device);
  }
}
