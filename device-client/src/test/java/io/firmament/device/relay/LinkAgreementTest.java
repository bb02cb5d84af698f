package io.firmament.device.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firmament.device.emulation.LinkSettings;
import io.firmament.device.relay.OfferedTraffic.Seen;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same traffic at the same moments through the relay and through another emulator, linksim:
 * counts agree within 2 % of the traffic, delays and goodput within 2 %. {@code conformance/links
 * --relay PATH} runs it; without a path it is skipped, and counted as that.
 */
class LinkAgreementTest {
  private static final String LINKSIM = System.getProperty("firmament.relay", "");
  private static final double PERCENT = 2;
  private static final int SEED = 7;

  /** A machine that does something else, too, disturbs one more than the other. */
  private static final int MOST_TRIES = 3;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "lte-m | --profile lte-m | 1000 | 13 | 600",
        "lte-m-edge | --profile lte-m-edge | 1000 | 60 | 150",
        "nb-iot | --profile nb-iot | 500 | 200 | 60",
        "satellite | --profile satellite | 1000 | 40 | 200",
        "thread,half-duplex | --profile thread --half-duplex | 400 | 50 | 160",
        "wifi,delay=200ms | --profile wifi --delay 200 | 1200 | 1 | 4000",
        "delay=250ms,loss=20% | --delay 250 --loss 20 | 100 | 2 | 4000",
        "delay=250ms,burst=10%:5 | --delay 250 --burst 10,5 | 100 | 2 | 4000",
        "delay=250ms,dup=10%,reorder=10% | --delay 250 --dup 10 --reorder 10 | 100 | 2 | 4000",
        "delay=250ms,jitter=50ms | --delay 250 --jitter 50 | 100 | 2 | 4000",
        "delay=250ms,jitter=50ms,jitter-reorder | --delay 250 --jitter 50 --jitter-reorder"
            + " | 100 | 2 | 4000",
        "delay=250ms,blackout=2s-4s | --delay 250 --blackout 2-4 | 100 | 2 | 4000",
        "delay=250ms,rebind=2s+3s | --delay 250 --rebind 2,3 | 100 | 2 | 2500",
        "delay=250ms,blackout-after=64KiB:2s | --delay 250 --blackout-after 65536:2"
            + " | 200 | 4 | 1500"
      })
  void agrees_with_linksim(
      String spelling, String options, int octets, int everyMillis, int datagrams)
      throws Exception {
    assumeTrue(!LINKSIM.isEmpty(), "linksim is not given: conformance/links --relay PATH");
    Optional<String> difference = Optional.of("not tried");
    for (int tries = 0; tries < MOST_TRIES && difference.isPresent(); tries++) {
      difference = compare(spelling, options, octets, everyMillis, datagrams);
    }
    assertThat(difference).isEmpty();
  }

  private static Optional<String> compare(
      String spelling, String options, int octets, int everyMillis, int datagrams)
      throws Exception {
    try (OfferedTraffic ours = new OfferedTraffic(octets);
        OfferedTraffic theirs = new OfferedTraffic(octets);
        LinkRelay relay = LinkRelay.open(ours.cloudAddress())) {
      ours.through(relay.add(LinkSettings.parse(spelling), SEED, 0).address());
      Process linksim = linksim(theirs.cloudAddress(), options.split(" "));
      try {
        theirs.through(readyAt(linksim));
        OfferedTraffic.offer(ours, theirs, datagrams, Duration.ofMillis(everyMillis));
      } finally {
        linksim.destroy();
      }
      Optional<String> up =
          difference(spelling + " up", ours.atTheCloud(), theirs.atTheCloud(), datagrams);
      Optional<String> down =
          difference(spelling + " down", ours.atTheDevice(), theirs.atTheDevice(), datagrams);
      return up.or(() -> down);
    }
  }

  private static Optional<String> difference(String what, Seen ours, Seen theirs, int offered) {
    System.out.printf("%s%n  ours    %s%n  linksim %s%n", what, ours, theirs);
    assertThat(ours.counts().get("arrived")).as("%s arrives at all", what).isPositive();
    double slack = offered * PERCENT / 100;
    return theirs.counts().entrySet().stream()
        .filter(count -> Math.abs(ours.counts().get(count.getKey()) - count.getValue()) > slack)
        .findFirst()
        .or(() -> differentTimes(ours, theirs))
        .map(figure -> "%s: %s, ours %s".formatted(what, figure, ours));
  }

  private static Optional<Map.Entry<String, Double>> differentTimes(Seen ours, Seen theirs) {
    return theirs.times().entrySet().stream()
        .filter(
            time ->
                Math.abs(ours.times().get(time.getKey()) - time.getValue())
                    > time.getValue() * PERCENT / 100)
        .findFirst();
  }

  private static Process linksim(InetSocketAddress server, String[] options) throws IOException {
    List<String> command = new ArrayList<>(List.of(LINKSIM, "--json", "/dev/null"));
    command.addAll(List.of("--server", "127.0.0.1:" + server.getPort()));
    command.addAll(List.of("--seed", Integer.toString(SEED)));
    command.addAll(List.of(options));
    return new ProcessBuilder(command).start();
  }

  private static InetSocketAddress readyAt(Process linksim) throws IOException {
    try (BufferedReader errors = linksim.errorReader(StandardCharsets.UTF_8)) {
      String line = errors.readLine();
      assertThat(line).as("linksim is ready").contains("ready, port ");
      String port = line.replaceAll(".*ready, port (\\d+),.*", "$1");
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
    }
  }
}
