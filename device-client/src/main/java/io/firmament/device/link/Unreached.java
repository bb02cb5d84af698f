package io.firmament.device.link;

import java.util.Locale;
import org.eclipse.californium.scandium.dtls.AlertMessage.AlertDescription;
import org.eclipse.californium.scandium.dtls.DtlsHandshakeTimeoutException;
import org.eclipse.californium.scandium.dtls.HandshakeException;

/** Why the cloud was not reached, in words for people. */
final class Unreached {
  /**
   * The client's flights of a handshake (RFC 6347 section 4.2.4): hello, hello with cookie, end.
   */
  private static final int FIRST_FLIGHT = 1;

  private static final int LAST_FLIGHT = 5;

  private Unreached() {}

  /**
   * Says why a request could not be sent.
   *
   * @param error what the transport says
   * @param server the cloud's endpoint, as it was configured
   */
  static String because(Throwable error, String server) {
    if (error instanceof DtlsHandshakeTimeoutException timeout) {
      return silence(timeout.getFlightNumber(), server);
    }
    if (error instanceof HandshakeException failure && failure.getAlert() != null) {
      return alert(failure.getAlert().getDescription(), server);
    }
    return "nothing could be sent to " + server + ": " + error.getMessage();
  }

  /** A server that gives nothing away meets a stranger and a wrong key with the same silence. */
  private static String silence(int flight, String server) {
    if (flight <= FIRST_FLIGHT) {
      return "no answer from " + server;
    }
    return flight < LAST_FLIGHT
        ? server + " answered once, and then fell silent"
        : server + " does not know this identity, or its key is another: it fell silent";
  }

  private static String alert(AlertDescription alert, String server) {
    String name = alert.name().toLowerCase(Locale.ROOT);
    return switch (alert) {
      case UNKNOWN_PSK_IDENTITY, DECRYPT_ERROR, ACCESS_DENIED ->
          server + " does not know this identity, or its key is another (" + name + ")";
      case BAD_CERTIFICATE -> server + " is not the server that this device trusts (" + name + ")";
      default -> "the handshake with " + server + " failed (" + name + ")";
    };
  }
}
