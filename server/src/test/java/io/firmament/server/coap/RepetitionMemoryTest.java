package io.firmament.server.coap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.network.Exchange.Origin;
import org.eclipse.californium.core.network.KeyMID;
import org.eclipse.californium.elements.AddressEndpointContext;
import org.eclipse.californium.elements.auth.PreSharedKeyIdentity;
import org.junit.jupiter.api.Test;

/** Which messages are remembered, and for how long. */
final class RepetitionMemoryTest {
  private static final String DEVICE = "0123456789abcdef01234567";

  private final AtomicLong now = new AtomicLong(-1);
  private final RepetitionMemory memory = new RepetitionMemory(now::get);

  @Test
  void a_report_is_remembered_and_another_message_is_not_taken_for_it() {
    Exchange first = heard(Code.POST, 1, "a", DEVICE);
    assertThat(previous(first)).isNull();
    assertThat(previous(heard(Code.POST, 1, "a", DEVICE))).isSameAs(first);
    assertThat(previous(heard(Code.POST, 2, "a", DEVICE))).isNull();
    assertThat(previous(heard(Code.POST, 1, "b", "abcdefabcdefabcdefabcdef"))).isNull();
  }

  @Test
  void a_request_that_changes_nothing_is_not_kept() {
    assertThat(previous(heard(Code.GET, 1, "a", DEVICE))).isNull();
    assertThat(previous(heard(Code.GET, 1, "a", DEVICE))).isNull();
    assertThat(memory.size()).isZero();
  }

  @Test
  void a_device_that_comes_back_ends_the_memory_of_its_old_association() {
    previous(heard(Code.POST, 1, "old", DEVICE));
    previous(heard(Code.POST, 2, "old", DEVICE));
    previous(heard(Code.POST, 1, "new", DEVICE));
    assertThat(memory.size()).isEqualTo(1);
  }

  @Test
  void of_many_messages_the_newest_are_kept() {
    Exchange oldest = heard(Code.POST, 0, "a", DEVICE);
    previous(oldest);
    for (int id = 1; id <= RepetitionMemory.MOST_PER_ASSOCIATION; id++) {
      previous(heard(Code.POST, id, "a", DEVICE));
    }
    assertThat(memory.size()).isEqualTo(RepetitionMemory.MOST_PER_ASSOCIATION);
    assertThat(memory.find(new KeyMID(0, "a"))).isNull();
    assertThat(memory.find(new KeyMID(1, "a"))).isNotNull();
  }

  @Test
  void after_247_seconds_nothing_is_left() {
    previous(heard(Code.POST, 1, "a", DEVICE));
    now.addAndGet(Duration.ofSeconds(247).toNanos());
    memory.sweep();
    assertThat(memory.size()).isEqualTo(1);
    now.addAndGet(1);
    memory.sweep();
    assertThat(memory.isEmpty()).isTrue();
  }

  @Test
  void what_is_replaced_is_found_from_then_on() {
    Exchange before = heard(Code.POST, 1, "a", DEVICE);
    Exchange after = heard(Code.POST, 1, "a", DEVICE);
    previous(before);
    assertThat(memory.replacePrevious(new KeyMID(1, "a"), before, after)).isTrue();
    assertThat(memory.find(new KeyMID(1, "a"))).isSameAs(after);
  }

  private Exchange previous(Exchange exchange) {
    return memory.findPrevious(
        new KeyMID(exchange.getRequest().getMID(), exchange.getPeersIdentity()), exchange);
  }

  private static Exchange heard(Code code, int id, String association, String device) {
    Request request = new Request(code);
    request.setMID(id);
    request.setSourceContext(
        new AddressEndpointContext(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 5684),
            new PreSharedKeyIdentity(device)));
    return new Exchange(request, association, Origin.REMOTE, Runnable::run);
  }
}
