package io.firmament.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.server.device.DeviceFixtures;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A device says in its hellos and in an event how its switch stands: a move is told once (DEV3).
 */
class SwitchTest {
  private static final String NAME = EventNames.UPDATES_ENABLED;

  private final ServerFixture server = ServerFixture.ready();
  private final DeviceFixtures on = DeviceFixtures.fresh().running(1, ServerFixture.image(1));
  private final DeviceFixtures off = on.withFlags(ServerFixture.flags(false));
  private int before;

  @BeforeEach
  void the_device_is_here_and_allows_updates() {
    server.handshake(on);
    before = moves().size();
  }

  private List<String> moves() {
    return server.told().stream().filter(e -> e.startsWith(NAME)).toList();
  }

  private void assertTold(String... data) {
    server.workOff();
    assertThat(moves().stream().skip(before).map(e -> e.substring(NAME.length() + 1)))
        .containsExactly(data);
    assertThat(server.view().session().orElseThrow().flags().updatesEnabled())
        .isEqualTo(data[data.length - 1].equals("true"));
  }

  @Test
  void what_the_hello_after_a_boot_has_said_the_event_does_not_say_again() {
    server.handshake(off.booted());
    server.event(NAME, "false");
    assertTold("false");
  }

  @Test
  void the_event_comes_before_the_hello() {
    server.event(NAME, "false");
    server.hello(ServerFixture.shortOf(off));
    assertTold("false");
  }

  @Test
  void the_hello_comes_before_the_event() {
    server.hello(ServerFixture.shortOf(off));
    server.event(NAME, "false");
    assertTold("false");
  }

  @Test
  void a_move_that_only_a_hello_says_is_told() {
    server.hello(ServerFixture.shortOf(off));
    assertTold("false");
  }

  @Test
  void every_move_is_told() {
    server.event(NAME, "false");
    server.event(NAME, "true");
    server.hello(ServerFixture.shortOf(off));
    server.event(NAME, "false");
    server.event(NAME, "true");
    assertTold("false", "true", "false", "true");
  }

  @Test
  void a_killed_server_tells_it_once_as_well() {
    server.event(NAME, "false");
    server.restart();
    server.handshake(off);
    server.event(NAME, "false");
    assertTold("false");
  }
}
