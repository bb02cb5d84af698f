package io.firmament.device.link;

import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.CoAPMessageFormatException;
import org.eclipse.californium.core.coap.Message;
import org.eclipse.californium.core.coap.option.StandardOptionRegistry;
import org.eclipse.californium.core.network.serialization.UdpDataParser;
import org.eclipse.californium.elements.util.DatagramReader;

/**
 * Californium's parser without its gap, as at the cloud's door: a payload that is larger than its
 * own block option says makes it throw what nobody expects. Here it is a malformed message as every
 * other one: a request of the cloud gets 4.00, an answer is as if it had been lost.
 */
final class StrictParser extends UdpDataParser {
  StrictParser() {
    super(true, StandardOptionRegistry.getDefaultOptionRegistry());
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
