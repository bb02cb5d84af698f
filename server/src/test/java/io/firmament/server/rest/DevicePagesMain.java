package io.firmament.server.rest;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.access.Rights;
import io.firmament.server.app.Caller;
import io.firmament.server.app.DeviceQuery;
import io.firmament.server.app.ListDevices;
import io.firmament.server.app.NewDevice;
import io.firmament.server.app.NewProduct;
import io.firmament.server.app.OperatorVerbs;
import io.firmament.server.app.RefusedException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * Measures how long a page of 25 devices takes over HTTP, in fleets of 100,000 devices or as many
 * as the argument says. Not a test: time is not asserted.
 */
final class DevicePagesMain {
  private static final int ROUNDS = 200;

  private DevicePagesMain() {}

  /** Prints a line for each way to ask. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, RefusedException {
    int count = arguments.length == 0 ? 100_000 : Integer.parseInt(arguments[0]);
    Path folder = Files.createTempDirectory("device-pages");
    try (RestFixture api = RestFixture.start(folder)) {
      fill(api.cases().operators(), count);
      alone(api.cases().operators().listDevices(), count);
      Client root = Client.stranger(api.uri()).showing(api.token());
      for (String query :
          List.of(
              "page=%d",
              "page=%d&deviceName=sensor%%207",
              "page=%d&groups=even",
              "page=%d&sortAttr=deviceName",
              "page=%d&sortAttr=lastConnection&sortDir=desc")) {
        measure(root, query, count);
      }
    }
  }

  private static void fill(OperatorVerbs verbs, int count) throws RefusedException {
    Caller me = new Caller("me");
    ProductId product =
        verbs
            .registerProduct()
            .register(new NewProduct("Fleet", new PlatformId(1), Optional.empty()), me)
            .id();
    for (int i = 0; i < count; i++) {
      DeviceId id = new DeviceId(String.format(Locale.ROOT, "%024x", i * 2_654_435_761L));
      verbs
          .registerDevice()
          .register(new NewDevice(id, product, Optional.of("Sensor " + i), Optional.empty()), me);
      if (i % 1_000 == 0) {
        verbs.groupDevices().set(id, List.of("even"), me);
      }
    }
  }

  /** Without HTTP, in processor time, which other programs on the machine hardly change. */
  private static void alone(ListDevices devices, int count) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Random random = new Random(1);
    long[] micros = new long[ROUNDS];
    for (int i = -50; i < ROUNDS; i++) {
      long skip = 25L * random.nextInt(count / 25);
      DeviceQuery query =
          new DeviceQuery(
              Rights.EVERYTHING,
              Optional.of(new ProductId(1)),
              "",
              "",
              List.of(),
              DeviceQuery.Sort.ID,
              false,
              skip,
              25);
      long begun = threads.getCurrentThreadCpuTime();
      devices.list(query);
      if (i >= 0) {
        micros[i] = (threads.getCurrentThreadCpuTime() - begun) / 1_000;
      }
    }
    Arrays.sort(micros);
    System.out.printf(
        Locale.ROOT,
        "%,d devices, the use case alone: median %.1f ms of processor time%n",
        count,
        micros[ROUNDS / 2] / 1_000.0);
  }

  private static void measure(Client root, String query, int count)
      throws IOException, InterruptedException {
    Random random = new Random(1);
    long[] micros = new long[ROUNDS];
    for (int i = -50; i < ROUNDS; i++) {
      int page = query.startsWith("page=%d&groups") ? 1 : 1 + random.nextInt(count / 25);
      long begun = System.nanoTime();
      root.get("/v1/products/fleet/devices?" + String.format(Locale.ROOT, query, page)).is(200);
      if (i >= 0) {
        micros[i] = (System.nanoTime() - begun) / 1_000;
      }
    }
    Arrays.sort(micros);
    System.out.printf(
        Locale.ROOT,
        "%,d devices, %-50s median %.1f ms, 95 %% %.1f ms%n",
        count,
        query,
        micros[ROUNDS / 2] / 1_000.0,
        micros[ROUNDS * 95 / 100] / 1_000.0);
  }
}
