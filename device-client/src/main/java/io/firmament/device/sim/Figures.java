package io.firmament.device.sim;

import io.firmament.device.DeviceClient;
import io.firmament.device.core.LinkCounts;
import io.firmament.device.core.UpdateOrder;
import io.firmament.device.emulation.LinkTraffic;
import io.firmament.protocol.transfer.TransferStatistics;
import io.firmament.protocol.value.Coding;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.FirmwareVersion;
import java.time.Duration;
import java.util.Optional;

/** Adds up what the boots of one process did. */
final class Figures {
  private LinkCounts counts = LinkCounts.NONE;
  private Duration transferTime = Duration.ZERO;
  private long blocks;
  private long repeatedBlocks;
  private Optional<Duration> leastRoundTrip = Optional.empty();
  private Optional<Duration> medianRoundTrip = Optional.empty();
  private Optional<UpdateOrder> order = Optional.empty();
  private Optional<FirmwareVersion> from = Optional.empty();
  private Optional<FirmwareVersion> to = Optional.empty();
  private boolean booted;

  void booted(Optional<FirmwareVersion> version) {
    if (!booted) {
      from = version;
    }
    booted = true;
    to = version;
  }

  void began(UpdateOrder begun) {
    order = Optional.of(begun);
  }

  /** A boot has ended: its client does nothing any more. */
  void add(DeviceClient client) {
    counts = counts.plus(client.counts());
    client.transfer().ifPresent(this::add);
  }

  private void add(TransferStatistics statistics) {
    blocks += statistics.blocks();
    repeatedBlocks += statistics.repeatedBlocks();
    leastRoundTrip = statistics.leastRoundTrip().or(() -> leastRoundTrip);
    medianRoundTrip = statistics.medianRoundTrip().or(() -> medianRoundTrip);
    if (statistics.firstRequest().isPresent() && statistics.lastBlock().isPresent()) {
      Duration lasted = statistics.lastBlock().get().minus(statistics.firstRequest().get());
      transferTime = transferTime.plus(lasted);
    }
  }

  Summary summary(
      DeviceId id, Summary.Outcome outcome, Duration lasted, Optional<LinkTraffic> link) {
    return new Summary(
        id,
        from,
        to,
        outcome,
        lasted,
        transferTime,
        counts.handshakes(),
        counts.resumes(),
        counts.wireBytesUp(),
        counts.wireBytesDown(),
        blocks,
        repeatedBlocks,
        leastRoundTrip,
        medianRoundTrip,
        order.map(newest -> newest.encoded().sizeBytes()).orElse(0L),
        order.map(newest -> newest.image().facts().sizeBytes()).orElse(0L),
        order.<Coding>map(newest -> newest.encoded().coding()),
        link);
  }
}
