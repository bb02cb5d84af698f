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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** All that the door asks of the server, in one place: the use cases, or a fake of them. */
interface DeviceRequests {
  /** The pre-shared key of a PSK identity; empty for an unknown one. */
  Optional<byte[]> key(String identity);

  /** Whose a raw public key is. */
  Identification byRawKey(PublicKey key);

  /** Whose a certificate is, the peer's first. */
  Identification byCertificate(List<X509Certificate> shown);

  /**
   * What was decided for a device that may still use the credential of which this is left; empty
   * where it may not, or is not registered.
   */
  Optional<Approval> approval(DeviceId device, Fingerprint credential);

  /** Writes down a device that nobody registered, where there is room. May wait. */
  void quarantine(DeviceId device, ProductId product);

  /** What was decided for a device; empty when it is not registered. */
  Optional<Approval> approval(DeviceId device);

  /** A handshake was finished. */
  void connected(DeviceId device, Trigger trigger, String endpoint, Optional<Duration> roundTrip);

  /** A restart brought the association back. */
  void revived(DeviceId device, String endpoint, Instant lastHeard);

  /** A request arrived; WAKE when it was a wake. */
  Optional<Trigger> heard(DeviceId device, String endpoint);

  /** The association ended. */
  void lost(DeviceId device);

  /** Answers a hello. */
  CompletionStage<HelloReply> hello(DeviceId device, Hello hello);

  /** A manifest; empty when there is none of that name for the device's product. */
  Optional<byte[]> manifest(DeviceId device, String prefix) throws IOException;

  /** A root document; empty where there is none of that number. */
  Optional<byte[]> root(long number);

  /** When the next block of a device may leave; asked once for each. */
  BlockTurn blockTurn(DeviceId device);

  /** A block of a blob. */
  BlockReply block(DeviceId device, String prefix, int number, int sizeBytes) throws IOException;

  /** Takes a device's word on its update. */
  CompletionStage<StatusVerdict> status(DeviceId device, Status status);

  /** Takes an event. */
  CompletionStage<EventReply> event(DeviceId device, String name, DeviceEvent event);

  /** Takes a goodbye. */
  CompletionStage<EventReply> goodbye(DeviceId device, Goodbye goodbye);

  /** Offers a device what is due to it, in the background. */
  void push(DeviceId device, Trigger trigger);

  /** Asks silent devices what they are; called every second. */
  void lookAfterSessions();

  /** The time for devices. */
  Instant now();
}
