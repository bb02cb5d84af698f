package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * An operator who never stops writing: names, groups, releases to them, locks. It remembers of each
 * value what was acknowledged last, and what it does not know of since the server died.
 */
final class WritingOperator implements AutoCloseable {
  private static final long PAUSE_MILLIS = 20;
  private static final int GROUPS = 3;
  private static final int KINDS = 4;

  private final Supplier<Operator> operator;
  private final String product;
  private final List<String> devices;

  /** The devices whose groups and locks it changes; they are never online. */
  private final List<String> reserve;

  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final Future<?> work;

  /** Guarded by this object, as is all below. */
  private final Map<String, Value> values = new HashMap<>();

  private boolean away;
  private int step;
  private int acknowledged;

  /** What one value may be. */
  private static final class Value {
    private String certain = "";
    private final Set<String> possible = new HashSet<>();
  }

  /** A write. */
  private interface Request {
    void send() throws IOException, InterruptedException;
  }

  private WritingOperator(
      Supplier<Operator> operator, String product, List<String> devices, List<String> reserve)
      throws IOException, InterruptedException {
    this.operator = operator;
    this.product = "/v1/products/" + product;
    this.devices = devices;
    this.reserve = reserve;
    for (int i = 0; i < GROUPS; i++) {
      operator.get().post(this.product + "/groups", Map.of("name", "g" + i), 201);
    }
    work =
        thread.scheduleWithFixedDelay(
            this::writeNext, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Begins to write. */
  static WritingOperator start(
      Supplier<Operator> operator, String product, List<String> devices, List<String> reserve)
      throws IOException, InterruptedException {
    return new WritingOperator(operator, product, devices, reserve);
  }

  /** How many writes were answered with success. */
  synchronized int acknowledged() {
    return acknowledged;
  }

  /** The server is there again: nothing that was acknowledged is lost. Then it writes on. */
  synchronized void assertKept() throws Exception {
    assertAlive();
    Operator now = operator.get();
    for (Map.Entry<String, Value> one : values.entrySet()) {
      String key = one.getKey();
      String path = key.substring(0, key.indexOf('#'));
      Value value = one.getValue();
      String found = text(now.get(path), key.substring(key.indexOf('#') + 1));
      if (!found.equals(value.certain)) {
        assertThat(value.possible).as("%s, acknowledged %s", key, value.certain).contains(found);
      }
      value.certain = found;
      value.possible.clear();
    }
    away = false;
  }

  private static String text(JsonNode json, String pointer) {
    JsonNode found = json.at(pointer);
    assertThat(found.isMissingNode()).as("%s in %s", pointer, json).isFalse();
    return found.isContainerNode() ? found.toString() : found.asText();
  }

  private void assertAlive() throws InterruptedException {
    if (work.isDone()) {
      try {
        work.get();
      } catch (ExecutionException e) {
        throw new AssertionError("a write went wrong", e.getCause());
      }
    }
  }

  // ---- On its own thread

  private synchronized void writeNext() {
    if (away) {
      return;
    }
    step++;
    int round = step / KINDS;
    String group = "g" + round % GROUPS;
    String idle = reserve.get(round % reserve.size());
    switch (step % KINDS) {
      case 0 -> {
        String device = product + "/devices/" + devices.get(round % devices.size());
        String name = "name-" + step;
        write(device, "/name", name, () -> operator.get().put(device, Map.of("name", name)));
      }
      case 1 -> {
        String path = product + "/groups/" + group;
        String text = "text " + step;
        write(
            path,
            "/group/description",
            text,
            () -> operator.get().put(path, Map.of("description", text)));
      }
      case 2 -> release(group, 2 + round % 2);
      default -> {
        String device = product + "/devices/" + idle;
        int version = 2 + round / reserve.size() % 2;
        write(
            device,
            "/desired_firmware_version",
            Integer.toString(version),
            () -> operator.get().put(device, Map.of("desired_firmware_version", version)));
      }
    }
  }

  private void release(String group, int version) {
    Map<String, ?> wish =
        Map.of("version", version, "groups", List.of(group), "untested_reason", "nobody is in it");
    write(
        product + "/groups/" + group,
        "/group/fw_version",
        Integer.toString(version),
        () -> operator.get().put(product + "/firmware/release", wish));
  }

  private void write(String path, String pointer, String text, Request request) {
    try {
      Value value = known(path, pointer);
      value.possible.add(text);
      request.send();
      value.certain = text;
      value.possible.clear();
      acknowledged++;
    } catch (IOException dead) {
      away = true;
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** What is remembered of a value; before the first write to it, what the server says of it. */
  private Value known(String path, String pointer) throws IOException, InterruptedException {
    String key = path + "#" + pointer;
    if (!values.containsKey(key)) {
      Value value = new Value();
      value.certain = text(operator.get().get(path), pointer);
      values.put(key, value);
    }
    return values.get(key);
  }

  @Override
  public void close() {
    thread.shutdown();
    await().atMost(Cloud.PATIENCE).until(thread::isTerminated);
  }
}
