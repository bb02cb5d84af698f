package io.firmament.server.coap;

import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.CoAPMessageFormatException;
import org.eclipse.californium.core.coap.Message;
import org.eclipse.californium.core.coap.option.StandardOptionRegistry;
import org.eclipse.californium.core.network.serialization.UdpDataParser;
import org.eclipse.californium.elements.RawDataChannel;
import org.eclipse.californium.elements.util.DatagramReader;

/**
 * Californium's parser without its gap: a payload that is larger than its own block option says
 * makes it throw what nobody expects, so that the sender hears nothing and the log fills with
 * traces. Here it is a malformed message as every other one: 4.00 for a confirmable request.
 */
final class StrictParser extends UdpDataParser {
  private static final int HEADER_BYTES = 4;

  StrictParser() {
    super(true, StandardOptionRegistry.getDefaultOptionRegistry());
  }

  /**
   * Lets pass what has a header; what is shorter is silently ignored (RFC 7252 section 3), and not
   * worth an exception.
   */
  static RawDataChannel before(RawDataChannel channel) {
    return message -> {
      if (message.getSize() >= HEADER_BYTES) {
        channel.receiveData(message);
      }
    };
  }

  @Override
  public void parseOptionsAndPayload(DatagramReader reader, Message message) {
    try {
      super.parseOptionsAndPayload(reader, message);
    } catch (IllegalStateException e) {
      throw new CoAPMessageFormatException(
          e.getMessage(),
          message.getToken(),
          message.getMID(),
          message.getRawCode(),
          message.isConfirmable(),
          ResponseCode.BAD_REQUEST);
    }
  }
}
