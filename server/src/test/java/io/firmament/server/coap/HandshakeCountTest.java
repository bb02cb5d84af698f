package io.firmament.server.coap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How many handshakes may go on. */
class HandshakeCountTest {
  private static final InetAddress HOST = InetAddress.getLoopbackAddress();
  private final HandshakeCount count = new HandshakeCount(3, 2);

  private static InetAddress other(int last) throws Exception {
    return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
  }

  @Test
  void one_more_than_a_host_may_have_is_refused_and_others_go_on() throws Exception {
    assertThat(count.begin(new Object(), HOST, 0)).isTrue();
    assertThat(count.begin(new Object(), HOST, 0)).isTrue();
    assertThat(count.begin(new Object(), HOST, 0)).isFalse();
    assertThat(count.begin(new Object(), other(1), 0)).isTrue();
  }

  @Test
  void one_more_than_all_may_have_is_refused() throws Exception {
    for (int i = 1; i <= 3; i++) {
      assertThat(count.begin(new Object(), other(i), 0)).isTrue();
    }
    assertThat(count.begin(new Object(), other(4), 0)).isFalse();
    assertThat(count.size()).isEqualTo(3);
  }

  @Test
  void ended_handshake_makes_room_and_tells_its_time() {
    Object first = new Object();
    count.begin(first, HOST, 5);
    count.begin(new Object(), HOST, 5);

    assertThat(count.end(first, 12)).contains(Duration.ofNanos(7));
    assertThat(count.end(first, 12)).isEmpty();
    assertThat(count.begin(new Object(), HOST, 12)).isTrue();
  }

  @Test
  void abandoned_handshake_makes_room_after_its_time_and_not_before() {
    count.begin(new Object(), HOST, 0);
    count.begin(new Object(), HOST, 0);
    long late = HandshakeCount.ABANDONED.toNanos();

    assertThat(count.begin(new Object(), HOST, late)).isFalse();
    assertThat(count.begin(new Object(), HOST, late + 1)).isTrue();
    assertThat(count.size()).isEqualTo(1);
  }
}
