package io.firmament.server.app;

import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.HelloDigest;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.Approval;

/** What a hello is answered with. */
public sealed interface HelloReply {
  /**
   * 2.04, with this.
   *
   * @param answer what the device is told; {@link HelloAnswer.Nothing} is an empty payload
   */
  record Answered(HelloAnswer answer) implements HelloReply {}

  /**
   * 4.03: the device is not let in. A denied one's session ends after the answer.
   *
   * @param approval quarantined or denied
   */
  record Forbidden(Approval approval) implements HelloReply {}

  /**
   * 4.09: the device believes to belong to another product than the registered one.
   *
   * @param registered the product that it is registered with
   * @param said the one that it said
   */
  record WrongProduct(ProductId registered, ProductId said) implements HelloReply {}

  /**
   * 4.00: the digest is not that of the facts.
   *
   * @param computed the right one
   * @param said the one that came
   */
  record WrongDigest(HelloDigest computed, HelloDigest said) implements HelloReply {}
}
