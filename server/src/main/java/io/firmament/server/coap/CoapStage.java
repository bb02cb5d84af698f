package io.firmament.server.coap;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.eclipse.californium.elements.util.DaemonThreadFactory;

/**
 * Where CoAP is worked: on the thread that brings a message or sends one. Parsing and matching take
 * less than handing a message to another thread would. One thread of its own keeps the times:
 * retransmissions, patience.
 */
final class CoapStage extends ScheduledThreadPoolExecutor {
  CoapStage() {
    super(1, new DaemonThreadFactory("coap-timer-"));
    setRemoveOnCancelPolicy(true);
  }

  /** Runs a job before it returns. */
  @Override
  public void execute(Runnable job) {
    if (isShutdown()) {
      throw new RejectedExecutionException("the endpoint is closed");
    }
    job.run();
  }
}
