package io.firmament.server.app;

import io.firmament.protocol.codec.HelloCodec;
import io.firmament.protocol.manifest.Root;
import io.firmament.protocol.message.Flags;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.Hello;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.HelloDigest;
import io.firmament.protocol.message.LargeHello;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.PartialBlob;
import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.Approval;
import io.firmament.server.device.DeviceRecord;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Answers a hello with what is due. */
public final class ReceiveHello {
  private final Fleet fleet;
  private final Sessions sessions;
  private final TellPresence presence;
  private final KeepFacts keepFacts;
  private final OfferUpdate offerUpdate;
  private final PushOffers pushOffers;
  private final FetchHello fetchHello;
  private final Roots roots;
  private final InstantSource clock;

  ReceiveHello(
      Fleet fleet,
      Sessions sessions,
      TellPresence presence,
      KeepFacts keepFacts,
      OfferUpdate offerUpdate,
      PushOffers pushOffers,
      FetchHello fetchHello,
      Roots roots,
      InstantSource clock) {
    this.fleet = fleet;
    this.sessions = sessions;
    this.presence = presence;
    this.keepFacts = keepFacts;
    this.offerUpdate = offerUpdate;
    this.pushOffers = pushOffers;
    this.fetchHello = fetchHello;
    this.roots = roots;
    this.clock = clock;
  }

  /**
   * Answers a hello. "Nothing" waits for no write; an offer waits for its journal record.
   *
   * @param device who the DTLS session says it is
   * @return fails with {@link StoreFailedException} only
   */
  public CompletionStage<HelloReply> receive(DeviceId device, Hello hello) {
    if (hello instanceof FullHello
        || fleet.device(device).filter(d -> d.value().isKnownAs(hello.digest())).isPresent()) {
      fetchHello.overtaken(device);
      keepFacts.overtaken(device);
    }
    return take(device, hello);
  }

  /** The same for a hello that the device was asked for. */
  CompletionStage<HelloReply> take(DeviceId device, Hello hello) {
    Optional<DeviceRecord> known = fleet.device(device).map(Stored::value);
    Approval approval = known.map(DeviceRecord::approval).orElse(Approval.QUARANTINED);
    if (approval != Approval.APPROVED) {
      return done(new HelloReply.Forbidden(approval));
    }
    return hello instanceof FullHello full
        ? receiveFull(known.orElseThrow(), full)
        : receiveShort(known.orElseThrow(), hello);
  }

  private CompletionStage<HelloReply> receiveShort(DeviceRecord device, Hello hello) {
    if (!device.isKnownAs(hello.digest())) {
      return done(
          hello instanceof LargeHello
              ? fetchHello.begin(device.id(), hello.digest(), this::take)
              : new HelloReply.Answered(new HelloAnswer.SendFull()));
    }
    return answer(device.id(), hello, List.of());
  }

  private CompletionStage<HelloReply> receiveFull(DeviceRecord device, FullHello hello) {
    HelloDigest computed = HelloCodec.digest(hello.facts());
    if (!computed.equals(hello.digest())) {
      return done(new HelloReply.WrongDigest(computed, hello.digest()));
    }
    if (!hello.facts().product().equals(device.product())) {
      return done(new HelloReply.WrongProduct(device.product(), hello.facts().product()));
    }
    List<PartialBlob> have = hello.vitals().have();
    if (device.isKnownAs(hello.digest())) {
      return answer(device.id(), hello, have);
    }
    return keepFacts
        .keep(device.id(), hello)
        .thenCompose(
            kept ->
                kept
                    ? answer(device.id(), hello, have)
                    : done(new HelloReply.Answered(new HelloAnswer.Nothing())));
  }

  private CompletionStage<HelloReply> answer(DeviceId device, Hello hello, List<PartialBlob> have) {
    sessions.change(device, s -> s.greeted(hello.flags(), clock.instant()));
    presence.tell(device, true);
    return offerUpdate
        .due(new OfferUpdate.Wanted(device, sessions.trigger(device), have))
        .thenApply(
            offer -> {
              if (offer.isEmpty()) {
                pushOffers.follow(device);
              }
              remember(device, hello.flags());
              return new HelloReply.Answered(answer(newerRoot(device), offer));
            });
  }

  private void remember(DeviceId device, Flags flags) {
    if (fleet.device(device).filter(d -> !KeepFacts.isRemembered(d.value(), flags)).isPresent()) {
      keepFacts.remember(device);
    }
  }

  /** The newest root document, if the device has one and not that. */
  private Optional<Root> newerRoot(DeviceId device) {
    return roots
        .newest()
        .filter(
            newest ->
                fleet
                    .device(device)
                    .flatMap(stored -> stored.value().facts())
                    .flatMap(facts -> facts.said().root())
                    .filter(number -> number < newest.number())
                    .isPresent());
  }

  private static HelloAnswer answer(Optional<Root> newer, Optional<Offer> offer) {
    if (newer.isPresent()) {
      return new HelloAnswer.NewRoot(newer.get().number(), offer);
    }
    return offer.<HelloAnswer>map(HelloAnswer.Update::new).orElseGet(HelloAnswer.Nothing::new);
  }

  private static CompletionStage<HelloReply> done(HelloReply reply) {
    return CompletableFuture.completedStage(reply);
  }
}
