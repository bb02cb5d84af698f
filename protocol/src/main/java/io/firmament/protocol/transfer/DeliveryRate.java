package io.firmament.protocol.transfer;

import io.firmament.protocol.transfer.Flight.Asked;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What the path delivered at best lately, in blocks a second: the greatest sample of the last ten
 * round trips, as in BBR (draft-ietf-ccwg-bbr), each sample taken between the last answer before a
 * request left and the request's own (draft-cheng-iccrg-delivery-rate-estimation).
 */
final class DeliveryRate {
  private static final int ROUND_TRIPS = 10;
  private static final double SECOND = 1e9;

  /** A sample is good until so many requests were answered. */
  private record Sample(double rate, long goodUntil) {}

  private final Deque<Sample> samples = new ArrayDeque<>();

  /**
   * Another request was answered.
   *
   * @param answered how many were answered so far, this one included
   * @param now when the answer came
   */
  void answered(Asked request, long answered, long now) {
    long blocks = answered - request.answeredBefore();
    long nanos = now - request.answeredAt();
    if (nanos <= 0) {
      return;
    }
    double rate = blocks * SECOND / nanos;
    while (!samples.isEmpty() && samples.peekLast().rate() <= rate) {
      samples.removeLast();
    }
    samples.addLast(new Sample(rate, answered + ROUND_TRIPS * blocks));
    while (samples.peekFirst().goodUntil() < answered) {
      samples.removeFirst();
    }
  }

  /** Blocks a second; 0 before the first sample. */
  double best() {
    return samples.isEmpty() ? 0 : samples.peekFirst().rate();
  }
}
