package io.firmament.conformance.wake;

import io.firmament.cli.process.CommandProcess;
import io.firmament.cli.process.Program;
import io.firmament.conformance.figures.Median;
import io.firmament.conformance.scenario.Cloud;
import io.firmament.conformance.scenario.Operator;
import io.firmament.protocol.codec.HelloCodec;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.Hello;
import io.firmament.protocol.message.Paths;
import io.firmament.protocol.message.ShortHello;
import io.firmament.protocol.ports.OwnPorts;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.PlatformId;
import io.firmament.server.device.DeviceFixtures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.Type;
import org.eclipse.californium.core.coap.Request;

/** What a wake costs, ours and a bare server's, in turns: {@code FOLDER DEVICES WAKES PAIRS}. */
public final class WakesMain {
  private static final int SERVERS_PROCESSOR = 0;
  private static final int WARMING = 3;
  private static final int KEY_BYTES = 16;
  private static final double GOAL = 1.25;
  private static final List<String> ONE_PROCESSOR = List.of("-XX:ActiveProcessorCount=1");

  private final Path folder;
  private final Map<DeviceId, byte[]> keys = new TreeMap<>(Comparator.comparing(DeviceId::hex));

  private WakesMain(Path folder, int devices) {
    this.folder = folder;
    for (int i = 1; i <= devices; i++) {
      byte[] key = new byte[KEY_BYTES];
      Arrays.fill(key, (byte) i);
      keys.put(new DeviceId("%024x".formatted(i)), key);
    }
  }

  /** Runs it; ends with 1 where the goal is missed. */
  public static void main(String[] arguments) throws Exception {
    int devices = Integer.parseInt(arguments[1]);
    int wakes = Integer.parseInt(arguments[2]);
    int pairs = Integer.parseInt(arguments[3]);
    double ratio = new WakesMain(Path.of(arguments[0]), devices).run(wakes, pairs);
    System.exit(ratio <= GOAL ? 0 : 1);
  }

  private double run(int wakes, int pairs) throws IOException, InterruptedException {
    int port = OwnPorts.next();
    try (Cloud cloud = Cloud.start(folder, ONE_PROCESSOR);
        CommandProcess bare = startBare(port)) {
      register(cloud.operator());
      FullHello hello = DeviceFixtures.fresh().withPlatform(new PlatformId(1)).hello();
      try (Population ours = population(cloud.coapPort(), () -> say(hello));
          Population theirs = population(port, WakesMain::get)) {
        Contender shipped =
            new Contender(
                cloud.pid(), ours, () -> say(new ShortHello(hello.digest(), hello.flags())));
        Contender peer = new Contender(bare.pid(), theirs, WakesMain::get);
        return compare(shipped, peer, wakes, pairs);
      }
    }
  }

  private CommandProcess startBare(int port) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(Integer.toString(port)));
    keys.forEach((id, key) -> arguments.add(id.hex() + "=" + HexFormat.of().formatHex(key)));
    CommandProcess bare =
        CommandProcess.start(
            Program.current(BareServer.class).withJvmOptions(ONE_PROCESSOR),
            arguments,
            Map.of(),
            folder.resolve("bare.err"),
            line -> {});
    Awaitility.await().until(() -> bare.lines().contains("ready"));
    return bare;
  }

  private void register(Operator operator) throws IOException, InterruptedException {
    Map<String, ?> product =
        Map.of("name", "Sleepers", "platform_id", 1, "id", DeviceFixtures.PRODUCT.number());
    operator.post("/v1/products", product, 201);
    for (Map.Entry<DeviceId, byte[]> key : keys.entrySet()) {
      operator.device("sleepers", key.getKey().hex(), Operator.base64(key.getValue()));
    }
  }

  private Population population(int port, Population.Saying first)
      throws IOException, InterruptedException {
    InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    return new Population(server, keys, first);
  }

  private static Request say(Hello hello) {
    Request request = new Request(Code.POST, Type.CON);
    request.getOptions().addUriPath(Paths.HELLO);
    request.setPayload(HelloCodec.encode(hello));
    return request;
  }

  private static Request get() {
    Request request = new Request(Code.GET, Type.CON);
    request.getOptions().addUriPath(BareServer.RESOURCE);
    return request;
  }

  private static double compare(Contender shipped, Contender peer, int wakes, int pairs)
      throws IOException, InterruptedException {
    Contender.pin(shipped.pid(), SERVERS_PROCESSOR);
    Contender.pin(peer.pid(), SERVERS_PROCESSOR);
    for (int i = 0; i < WARMING; i++) {
      System.out.printf("warming %d of %d%n", i + 1, WARMING);
      shipped.cost(wakes);
      peer.cost(wakes);
    }
    List<Double> ratios = new ArrayList<>();
    System.out.println("| pair | a wake here | a GET of Californium | ratio |\n|---|---|---|---|");
    for (int i = 1; i <= pairs; i++) {
      Duration ours = shipped.cost(wakes);
      Duration theirs = peer.cost(wakes);
      ratios.add(ours.toNanos() / (double) theirs.toNanos());
      System.out.printf(
          "| %d | %.1f µs | %.1f µs | %.2f |%n",
          i, ours.toNanos() / 1e3, theirs.toNanos() / 1e3, ratios.get(i - 1));
    }
    double median = Median.of(ratios);
    System.out.printf("median %.2f, wanted at most %.2f%n", median, GOAL);
    return median;
  }
}
