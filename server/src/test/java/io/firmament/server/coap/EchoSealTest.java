package io.firmament.server.coap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.californium.elements.util.Bytes;
import org.junit.jupiter.api.Test;

class EchoSealTest {
  private static final Bytes ASSOCIATION = new Bytes(new byte[] {0, 1, 2, 3, 4, 5, 6, 7});
  private static final Bytes ANOTHER = new Bytes(new byte[] {0, 1, 2, 3, 4, 5, 6, 8});
  private static final InetSocketAddress ADDRESS = new InetSocketAddress("192.0.2.1", 40000);

  private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);
  private final EchoSeal seal = new EchoSeal(new SecureRandom(), nanos::get);

  private boolean proves(byte[] value) {
    return seal.proves(value, ASSOCIATION, ADDRESS);
  }

  @Test
  void a_value_proves_its_association_at_its_address() {
    byte[] value = seal.of(ASSOCIATION, ADDRESS);

    assertThat(proves(value)).isTrue();
    assertThat(seal.proves(value, ANOTHER, ADDRESS)).isFalse();
    assertThat(seal.proves(value, ASSOCIATION, new InetSocketAddress("192.0.2.2", 40000)))
        .isFalse();
    assertThat(seal.proves(value, ASSOCIATION, new InetSocketAddress("192.0.2.1", 40001)))
        .isFalse();
  }

  @Test
  void a_value_proves_nothing_after_a_minute_nor_before_it_was_made() {
    byte[] value = seal.of(ASSOCIATION, ADDRESS);

    nanos.addAndGet(EchoSeal.LIFE.toNanos());
    assertThat(proves(value)).isTrue();
    nanos.addAndGet(1_000_000_000L);
    assertThat(proves(value)).isFalse();
    nanos.addAndGet(-EchoSeal.LIFE.toNanos() - 2_000_000_000L);
    assertThat(proves(value)).isFalse();
  }

  @Test
  void any_changed_bit_and_any_other_length_prove_nothing() {
    byte[] value = seal.of(ASSOCIATION, ADDRESS);

    for (int bit = 0; bit < value.length * 8; bit++) {
      byte[] changed = value.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(proves(changed)).as("bit %d", bit).isFalse();
    }
    for (int length = 0; length < value.length; length++) {
      assertThat(proves(Arrays.copyOf(value, length))).isFalse();
    }
    assertThat(proves(Arrays.copyOf(value, value.length + 1))).isFalse();
  }

  @Test
  void a_value_of_another_process_proves_nothing() {
    byte[] foreign = new EchoSeal(new SecureRandom(), nanos::get).of(ASSOCIATION, ADDRESS);

    assertThat(proves(foreign)).isFalse();
  }
}
