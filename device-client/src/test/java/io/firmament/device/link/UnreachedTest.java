package io.firmament.device.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.eclipse.californium.scandium.dtls.AlertMessage;
import org.eclipse.californium.scandium.dtls.AlertMessage.AlertDescription;
import org.eclipse.californium.scandium.dtls.AlertMessage.AlertLevel;
import org.eclipse.californium.scandium.dtls.DtlsHandshakeTimeoutException;
import org.eclipse.californium.scandium.dtls.HandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person is told when the cloud cannot be reached. */
final class UnreachedTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | no answer from cloud:5684",
        "3 | cloud:5684 answered once, and then fell silent",
        "5 | cloud:5684 does not know this identity, or its key is another: it fell silent",
      })
  void silence_is_told_by_how_far_the_handshake_came(int flight, String expected) {
    assertThat(because(new DtlsHandshakeTimeoutException("timeout", flight))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DECRYPT_ERROR | cloud:5684 does not know this identity, or its key is another"
            + " (decrypt_error)",
        "BAD_CERTIFICATE | cloud:5684 is not the server that this device trusts (bad_certificate)",
        "HANDSHAKE_FAILURE | the handshake with cloud:5684 failed (handshake_failure)",
      })
  void an_alert_is_named(AlertDescription alert, String expected) {
    assertThat(because(new HandshakeException("x", new AlertMessage(AlertLevel.FATAL, alert))))
        .isEqualTo(expected);
  }

  @Test
  void anything_else_is_told_as_the_transport_says_it() {
    assertThat(because(new IOException("network is unreachable")))
        .isEqualTo("nothing could be sent to cloud:5684: network is unreachable");
  }

  private static String because(Throwable error) {
    return Unreached.because(error, "cloud:5684");
  }
}
