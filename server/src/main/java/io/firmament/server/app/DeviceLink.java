package io.firmament.server.app;

import io.firmament.protocol.message.Cancel;
import io.firmament.protocol.message.EndSession;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.Reset;
import io.firmament.protocol.value.DeviceId;
import java.util.concurrent.CompletionStage;

/**
 * The port to devices that are here: requests on the DTLS association that a device itself opened,
 * never on a new one. Every stage fails with {@link UnreachableException} when the device has no
 * association, does not answer in time, or answers what the protocol does not know.
 */
public interface DeviceLink {
  /** {@code POST o}. */
  CompletionStage<OfferReply> offer(DeviceId device, Offer offer);

  /** {@code DELETE o}. */
  CompletionStage<Void> cancel(DeviceId device, Cancel cancel);

  /** {@code GET d}. */
  CompletionStage<FullHello> describe(DeviceId device);

  /** {@code PUT f}. */
  CompletionStage<Void> force(DeviceId device, boolean on);

  /** {@code PUT p}. */
  CompletionStage<Void> pending(DeviceId device, boolean on);

  /** {@code POST r}. */
  CompletionStage<Void> reset(DeviceId device, Reset reset);

  /** {@code POST k}. */
  CompletionStage<Void> endSession(DeviceId device, EndSession endSession);

  /** A sign of life: an empty confirmable message and its answer (RFC 7252 section 4.3). */
  CompletionStage<Void> ping(DeviceId device);

  /** Ends the device's association and forgets its session: it was denied or its key changed. */
  void disconnect(DeviceId device);

  /** What a device answers to an offer. */
  sealed interface OfferReply {
    /** 2.04. */
    record Accepted() implements OfferReply {}

    /**
     * 4.09 for a while, 4.12 for good.
     *
     * @param reason why
     */
    record Refused(RefusalReason reason) implements OfferReply {}
  }
}
