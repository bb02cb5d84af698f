package io.firmament.conformance.wake;

import io.firmament.protocol.value.DeviceId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.elements.util.DaemonThreadFactory;

/** All devices of a server, which wake one after the other, several at a time. */
final class Population implements AutoCloseable {
  private static final int AT_A_TIME = 16;
  private static final int PATIENCE_SECONDS = 10;

  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(1, new DaemonThreadFactory("devices-"));
  private final Sockets sockets = new Sockets();
  private final List<Sleeper> sleepers = new ArrayList<>();

  /** What came, as the number of the device and the code of the answer. */
  private final BlockingQueue<int[]> answers = new LinkedBlockingQueue<>();

  /** Who has asked and got no answer yet. */
  private final Set<Integer> waiting = ConcurrentHashMap.newKeySet();

  private int next;

  /**
   * Devices that have shaken hands and were answered.
   *
   * @param first what each says first
   */
  Population(InetSocketAddress server, Map<DeviceId, byte[]> keys, Saying first)
      throws IOException, InterruptedException {
    for (Map.Entry<DeviceId, byte[]> key : keys.entrySet()) {
      int number = sleepers.size();
      sleepers.add(
          new Sleeper(
              key.getKey(),
              key.getValue(),
              server,
              sockets,
              threads,
              octets -> answered(number, octets)));
      waiting.add(number);
      sleepers.get(number).send(first.request());
      expectAnswer();
    }
  }

  /** A request, made anew each time. */
  interface Saying {
    Request request();
  }

  /** Wakes devices until so many wakes have been answered. */
  void wake(Saying saying, int wakes) throws IOException, InterruptedException {
    int begun = 0;
    for (int answered = 0; answered < wakes; answered++) {
      while (begun < wakes && begun - answered < AT_A_TIME) {
        waiting.add(next);
        sleepers.get(next).wake(saying.request());
        next = (next + 1) % sleepers.size();
        begun++;
      }
      expectAnswer();
    }
  }

  private void answered(int device, byte[] message) {
    int code = message[1] & 0xff;
    if (CoAP.isResponse(code)) {
      waiting.remove(device);
      answers.add(new int[] {device, code});
    }
  }

  private void expectAnswer() throws InterruptedException {
    int[] answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (answer == null) {
      throw new AssertionError("no answer within " + PATIENCE_SECONDS + " s for " + waiting);
    }
    if (!ResponseCode.valueOf(answer[1]).isSuccess()) {
      throw new AssertionError("device " + answer[0] + " got " + ResponseCode.valueOf(answer[1]));
    }
  }

  @Override
  public void close() throws IOException {
    sleepers.forEach(Sleeper::close);
    threads.shutdownNow();
    sockets.close();
  }
}
