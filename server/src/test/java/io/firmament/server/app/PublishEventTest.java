package io.firmament.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.firmament.server.app.RefusedException.Kind;
import io.firmament.server.device.DeviceFixtures;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that operators make. */
class PublishEventTest {
  private final ServerFixture server = ServerFixture.ready();

  @Test
  void event_is_told_with_who_made_it() throws Exception {
    long id = publish("doors/open", "yes");

    assertThat(server.store.events(id - 1, 10))
        .containsExactly(
            new StoredEvent(
                id,
                new ServerEvent(
                    "doors/open",
                    "yes",
                    server.now,
                    Optional.empty(),
                    Optional.of(DeviceFixtures.PRODUCT),
                    ServerEvent.NO_VERSION,
                    "me")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark/status",
        "SPARK/status",
        "particle/device/updates/enabled",
        "spark/device/session/end",
        "firmament/events/gap"
      })
  void event_of_the_cloud_cannot_be_forged(String name) {
    assertThat(refused(name, "").kind()).isEqualTo(Kind.INVALID);
  }

  @Test
  void name_and_data_are_taken_up_to_their_limits() {
    String name = "n".repeat(PublishEvent.MAX_NAME);
    String data = "\u00e9".repeat(PublishEvent.MAX_DATA_BYTES / 2);
    assertThatCode(() -> publish(name, data)).doesNotThrowAnyException();

    assertThat(refused(name + "n", "").kind()).isEqualTo(Kind.INVALID);
    assertThat(refused("", "").kind()).isEqualTo(Kind.INVALID);
    assertThat(refused("two words", "").kind()).isEqualTo(Kind.INVALID);
    assertThat(refused("n", data + "x")).hasMessageContaining("1024 octets, but has 1025");
  }

  @Test
  void caller_who_tells_too_much_waits_and_holds_up_nobody_else() throws Exception {
    for (int i = 0; i < PublishEvent.BURST; i++) {
      publish("n", "");
    }

    assertThat(refused("n", "").kind()).isEqualTo(Kind.TOO_MANY);
    assertThatCode(() -> publish("n", "", new Caller("another"))).doesNotThrowAnyException();
    server.now = server.now.plus(PublishEvent.PACE);
    publish("n", "");
    assertThat(refused("n", "").kind()).isEqualTo(Kind.TOO_MANY);
  }

  private RefusedException refused(String name, String data) {
    return catchThrowableOfType(RefusedException.class, () -> publish(name, data));
  }

  private long publish(String name, String data) throws RefusedException {
    return publish(name, data, ServerFixture.ME);
  }

  private long publish(String name, String data, Caller caller) throws RefusedException {
    return server
        .operators()
        .publishEvent()
        .publish(Optional.of(DeviceFixtures.PRODUCT), name, data, caller);
  }
}
