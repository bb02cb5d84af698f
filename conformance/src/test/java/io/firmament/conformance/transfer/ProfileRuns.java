package io.firmament.conformance.transfer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Future;

/** The share of each link that a device uses, beside the peer. */
final class ProfileRuns implements Measurement {
  /** Of how much of a link a client makes use that asks for one block after the other. */
  private static final int SLOWNESS_OF_PEER = 8;

  private final List<MeasuredLink> links;
  private final List<Long> seeds;
  private final boolean withPeer;
  private final Map<MeasuredLink, List<Future<Transferred>>> ours =
      new EnumMap<>(MeasuredLink.class);
  private final Map<MeasuredLink, List<Future<Transferred>>> peers =
      new EnumMap<>(MeasuredLink.class);

  ProfileRuns(List<MeasuredLink> links, List<Long> seeds, boolean withPeer) {
    this.links = List.copyOf(links);
    this.seeds = List.copyOf(seeds);
    this.withPeer = withPeer;
  }

  @Override
  public Set<Integer> imageSizes() {
    Set<Integer> sizes = new LinkedHashSet<>();
    links.forEach(link -> sizes.add(link.imageBytes()));
    return sizes;
  }

  @Override
  public void plan(Schedule schedule, Bench bench) {
    for (MeasuredLink link : links) {
      List<Future<Transferred>> runs = new ArrayList<>();
      for (long seed : seeds) {
        runs.add(planOurs(schedule, bench, link, seed));
      }
      ours.put(link, runs);
      peers.put(link, withPeer ? List.of(planPeer(schedule, bench, link)) : List.of());
    }
  }

  private static Future<Transferred> planOurs(
      Schedule schedule, Bench bench, MeasuredLink link, long seed) {
    EmulatedPath path = link.path();
    return schedule.over(
        path,
        path.ideal(link.imageBytes()),
        link.label() + ", seed " + seed,
        () -> bench.device(path, link.imageBytes(), seed),
        run -> run.words(path));
  }

  private Future<Transferred> planPeer(Schedule schedule, Bench bench, MeasuredLink link) {
    EmulatedPath path = link.path();
    Duration expected = path.ideal(link.imageBytes()).multipliedBy(SLOWNESS_OF_PEER);
    return schedule.besides(
        expected,
        link.label() + ", the peer",
        () -> bench.peer(path, link.imageBytes(), seeds.get(0)),
        run -> run.words(path));
  }

  // ---- What came out

  /** The median share of each link, ours and the peer's; what failed is left out. */
  List<ShareChart.Group> shares() throws InterruptedException {
    List<ShareChart.Group> groups = new ArrayList<>();
    for (MeasuredLink link : links) {
      groups.add(new ShareChart.Group(link.label(), share(ours(link)), share(peer(link))));
    }
    return groups;
  }

  private static OptionalDouble share(Attempts attempts) {
    return attempts.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(attempts.sharePercent());
  }

  private Attempts ours(MeasuredLink link) throws InterruptedException {
    return Attempts.of(link.path(), ours.get(link));
  }

  private Attempts peer(MeasuredLink link) throws InterruptedException {
    return Attempts.of(link.path(), peers.get(link));
  }

  @Override
  public Section report() throws InterruptedException {
    ProfileTable table = new ProfileTable();
    for (MeasuredLink link : links) {
      table.add(link, ours(link), peer(link));
    }
    String text =
        "Medians of the seeds %s, in brackets the least and the most; the peer with the first of"
            + " them.%n%n%s";
    return new Section("Share of the link", text.formatted(seeds, table.text()), table.misses());
  }
}
