package io.firmament.server.app;

import io.firmament.protocol.message.Hello;
import io.firmament.protocol.value.DeviceId;
import java.util.concurrent.CompletionStage;

/** Answers a hello with what is due. */
public final class ReceiveHello {
  /**
   * Answers a hello. "Nothing" is answered from memory; an offer waits for its journal record.
   *
   * @param device who the DTLS session says it is
   * @return fails with {@link StoreFailedException} only
   */
  public CompletionStage<HelloReply> receive(DeviceId device, Hello hello) {
    throw new UnsupportedOperationException();
  }
}
