package io.firmament.server.coap;

import io.firmament.protocol.message.DeviceEvent;
import io.firmament.protocol.message.Goodbye;
import io.firmament.protocol.message.Hello;
import io.firmament.protocol.message.Status;
import io.firmament.protocol.message.StatusVerdict;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.app.BlockReply;
import io.firmament.server.app.BlockTurn;
import io.firmament.server.app.DeviceVerbs;
import io.firmament.server.app.EventReply;
import io.firmament.server.app.HelloReply;
import io.firmament.server.app.Identification;
import io.firmament.server.device.Approval;
import io.firmament.server.device.Fingerprint;
import io.firmament.server.trigger.Trigger;
import java.io.IOException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The use cases behind the door. */
final class VerbRequests implements DeviceRequests {
  private final DeviceVerbs verbs;
  private final InstantSource clock;

  VerbRequests(DeviceVerbs verbs, InstantSource clock) {
    this.verbs = verbs;
    this.clock = clock;
  }

  @Override
  public Optional<byte[]> key(String identity) {
    return verbs.findPsk().key(identity).map(byte[]::clone);
  }

  @Override
  public Identification byRawKey(PublicKey key) {
    return verbs.identifyDevice().byRawKey(key);
  }

  @Override
  public Identification byCertificate(List<X509Certificate> shown) {
    return verbs.identifyDevice().byCertificate(shown);
  }

  @Override
  public Optional<Approval> approval(DeviceId device, Fingerprint credential) {
    return verbs.identifyDevice().approval(device, credential);
  }

  @Override
  public void quarantine(DeviceId device, ProductId product) {
    verbs.quarantineDevice().take(device, product);
  }

  @Override
  public Optional<Approval> approval(DeviceId device) {
    return verbs.admitDevice().approval(device);
  }

  @Override
  public void connected(
      DeviceId device, Trigger trigger, String endpoint, Optional<Duration> roundTrip) {
    verbs.noteContact().connected(device, trigger, endpoint, roundTrip);
  }

  @Override
  public void revived(DeviceId device, String endpoint, Instant lastHeard) {
    if (verbs.noteContact().revived(device, endpoint, lastHeard)) {
      verbs.pushOffers().push(device, Trigger.CHANGE);
    }
  }

  @Override
  public Optional<Trigger> heard(DeviceId device, String endpoint) {
    return verbs.noteContact().heard(device, endpoint);
  }

  @Override
  public void lost(DeviceId device) {
    verbs.noteContact().lost(device);
  }

  @Override
  public CompletionStage<HelloReply> hello(DeviceId device, Hello hello) {
    return verbs.receiveHello().receive(device, hello);
  }

  @Override
  public Optional<byte[]> manifest(DeviceId device, String prefix) throws IOException {
    return verbs.serveManifest().find(device, prefix);
  }

  @Override
  public Optional<byte[]> root(long number) {
    return verbs.serveRoot().find(number);
  }

  @Override
  public BlockTurn blockTurn(DeviceId device) {
    return verbs.serveBlock().turn(device);
  }

  @Override
  public BlockReply block(DeviceId device, String prefix, int number, int sizeBytes)
      throws IOException {
    return verbs.serveBlock().read(device, prefix, number, sizeBytes);
  }

  @Override
  public CompletionStage<StatusVerdict> status(DeviceId device, Status status) {
    return verbs.recordStatus().record(device, status);
  }

  @Override
  public CompletionStage<EventReply> event(DeviceId device, String name, DeviceEvent event) {
    return verbs.recordEvent().record(device, name, event);
  }

  @Override
  public CompletionStage<EventReply> goodbye(DeviceId device, Goodbye goodbye) {
    return verbs.recordGoodbye().record(device, goodbye);
  }

  @Override
  public void push(DeviceId device, Trigger trigger) {
    verbs.pushOffers().push(device, trigger);
  }

  @Override
  public void lookAfterSessions() {
    verbs.lookAfterSessions().look();
    verbs.lookAfterUpdates().look();
  }

  @Override
  public Instant now() {
    return clock.instant();
  }
}
