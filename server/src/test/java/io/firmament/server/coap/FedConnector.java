package io.firmament.server.coap;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.elements.Connector;
import org.eclipse.californium.elements.DtlsEndpointContext;
import org.eclipse.californium.elements.EndpointContext;
import org.eclipse.californium.elements.EndpointContextMatcher;
import org.eclipse.californium.elements.MapBasedEndpointContext;
import org.eclipse.californium.elements.MapBasedEndpointContext.Attributes;
import org.eclipse.californium.elements.RawData;
import org.eclipse.californium.elements.RawDataChannel;
import org.eclipse.californium.elements.util.Bytes;

/** What DTLS hands to CoAP, without DTLS: the test says what a device has sent. */
final class FedConnector implements Connector {
  private static final InetSocketAddress HERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 5684);
  private static final InetSocketAddress THERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 40000);

  private final EndpointContext context;
  private final BlockingQueue<byte[]> answers = new LinkedBlockingQueue<>();
  private final AtomicReference<byte[]> mistake = new AtomicReference<>();
  private volatile RawDataChannel receiver;

  FedConnector(Principal device) {
    Bytes association = new Bytes(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    this.context =
        new MapBasedEndpointContext(
            THERE,
            device,
            new Attributes()
                .add(DtlsEndpointContext.KEY_SESSION_ID, association)
                .add(DtlsEndpointContext.KEY_READ_CONNECTION_ID, association)
                .add(DtlsEndpointContext.KEY_EPOCH, 1)
                .add(DtlsEndpointContext.KEY_CIPHER, "TLS_PSK_WITH_AES_128_CCM_8"));
  }

  void feed(byte[] message) {
    receiver.receiveData(RawData.inbound(message, context, false, System.nanoTime(), HERE));
  }

  /** Fails when an answer was 5.00: then something was thrown that nobody expected. */
  void check() {
    byte[] answer = mistake.getAndSet(null);
    if (answer != null) {
      throw new AssertionError("the door answered 5.00");
    }
  }

  /**
   * Whether a message with this token and 2.05 is sent; what came before is dropped. Waits for
   * turns of the calling thread and not for a time of day: where the machine stands still, or has
   * too much to do, the door is not to blame.
   *
   * @param turns how often there may be nothing to take
   * @param turnMillis how long each turn is, at least
   */
  boolean answers(byte[] token, int turns, int turnMillis) throws InterruptedException {
    int left = turns;
    while (left > 0) {
      byte[] answer = answers.poll(turnMillis, TimeUnit.MILLISECONDS);
      if (answer == null) {
        left--;
      } else if (isContent(answer, token)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isContent(byte[] answer, byte[] token) {
    return answer.length >= 4 + token.length
        && answer[1] == (byte) CoAP.ResponseCode.CONTENT.value
        && Arrays.equals(answer, 4, 4 + token.length, token, 0, token.length);
  }

  @Override
  public void send(RawData message) {
    byte[] octets = message.getBytes();
    if (octets[1] == (byte) CoAP.ResponseCode.INTERNAL_SERVER_ERROR.value) {
      mistake.set(octets);
    }
    answers.add(octets);
    message.onContextEstablished(context);
    message.onSent();
  }

  @Override
  public void setRawDataReceiver(RawDataChannel channel) {
    receiver = channel;
  }

  @Override
  public void setEndpointContextMatcher(EndpointContextMatcher matcher) {
    // Everything matches here.
  }

  @Override
  public InetSocketAddress getAddress() {
    return HERE;
  }

  @Override
  public String getProtocol() {
    return CoAP.PROTOCOL_DTLS;
  }

  @Override
  public boolean isRunning() {
    return receiver != null;
  }

  @Override
  public void processDatagram(java.net.DatagramPacket datagram) {
    throw new UnsupportedOperationException("messages are fed, not datagrams");
  }

  @Override
  public void start() {
    // There is no socket.
  }

  @Override
  public void stop() {
    // There is no socket.
  }

  @Override
  public void destroy() {
    // There is no socket.
  }
}
