package io.firmament.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerConfigTest {
  @TempDir private Path folder;

  @Test
  void what_is_built_in_is_safe() throws Exception {
    ServerConfig config = ServerConfig.read(ConfigSource.of(Map.of(), Map.of()));

    assertThat(config.httpHost().isLoopbackAddress()).isTrue();
    assertThat(config.httpPort()).isEqualTo(8080);
    assertThat(config.coapPort()).isEqualTo(5684);
    assertThat(config.data()).isEqualTo(Path.of("./firmament-data"));
  }

  @Test
  void option_beats_environment_beats_file_beats_built_in() throws Exception {
    Path file = Files.writeString(folder.resolve("f"), "http-port = 1\ncoap-port = 2\ndata = d\n");
    Map<String, String> environment =
        Map.of(
            "FIRMAMENT_CONFIG", file.toString(),
            "FIRMAMENT_HTTP_PORT", "3",
            "FIRMAMENT_COAP_PORT", "4",
            "FIRMAMENT_DATA", "");

    ConfigSource source = ConfigSource.of(Map.of(ConfigKey.HTTP_PORT, "5"), environment);

    assertThat(source.value(ConfigKey.HTTP_PORT))
        .isEqualTo(new ConfigSource.Value(ConfigKey.HTTP_PORT, "5", "option --http-port"));
    assertThat(source.value(ConfigKey.COAP_PORT).origin())
        .isEqualTo("environment FIRMAMENT_COAP_PORT");
    assertThat(source.value(ConfigKey.DATA))
        .isEqualTo(new ConfigSource.Value(ConfigKey.DATA, "d", file.toString()));
    assertThat(source.value(ConfigKey.HTTP_HOST).origin()).isEqualTo("built in");
    assertThat(ServerConfig.read(source).httpPort()).isEqualTo(5);
  }

  @Test
  void each_mistake_says_what_where_and_what_to_do() {
    Map<ConfigKey, String> mistakes =
        Map.of(
            ConfigKey.HTTP_PORT, "65536",
            ConfigKey.COAP_PORT, "-1",
            ConfigKey.HTTP_PLAIN, "maybe",
            ConfigKey.HTTP_HOST, "192.0.2.1",
            ConfigKey.DATA, "a\0b");
    mistakes.forEach(
        (key, value) -> {
          String host = key == ConfigKey.HTTP_PLAIN ? "192.0.2.1" : "127.0.0.1";
          Map<ConfigKey, String> options =
              key == ConfigKey.HTTP_HOST
                  ? Map.of(key, value)
                  : Map.of(key, value, ConfigKey.HTTP_HOST, host);
          assertThatThrownBy(() -> ServerConfig.read(ConfigSource.of(options, Map.of())))
              .isInstanceOfSatisfying(
                  ConfigMistakeException.class, mistake -> assertThat(mistake.hint()).isNotBlank())
              .hasMessageContaining(key.label())
              .hasMessageContaining("option --" + key.label());
        });
  }

  @Test
  void session_key_lies_beside_the_data_directory_and_never_in_it() throws Exception {
    Path data = folder.resolve("data");
    Map<ConfigKey, String> options = Map.of(ConfigKey.DATA, data.toString());

    ServerConfig config = ServerConfig.read(ConfigSource.of(options, Map.of()));

    assertThat(config.sessionKey()).isEqualTo(folder.resolve("data.session-key"));
    Map<ConfigKey, String> inside =
        Map.of(
            ConfigKey.DATA,
            data.toString(),
            ConfigKey.SESSION_KEY,
            folder.resolve("x/../data/certs/key").toString());
    assertThatThrownBy(() -> ServerConfig.read(ConfigSource.of(inside, Map.of())))
        .isInstanceOf(ConfigMistakeException.class)
        .hasMessageContaining("outside of the data directory");
  }

  @Test
  void plain_http_beyond_this_machine_when_it_was_said() throws Exception {
    Map<ConfigKey, String> options =
        Map.of(ConfigKey.HTTP_HOST, "192.0.2.1", ConfigKey.HTTP_PLAIN, "true");

    ServerConfig config = ServerConfig.read(ConfigSource.of(options, Map.of()));

    assertThat(config.httpHost().getHostAddress()).isEqualTo("192.0.2.1");
  }

  @Test
  void name_in_the_file_that_does_not_exist_is_no_silence() throws Exception {
    Path file = Files.writeString(folder.resolve("f"), "htpp-port = 1\n");

    assertThatThrownBy(() -> ConfigSource.of(Map.of(), Map.of("FIRMAMENT_CONFIG", file.toString())))
        .isInstanceOf(ConfigMistakeException.class)
        .hasMessageContaining("htpp-port");
    assertThatThrownBy(
            () ->
                ConfigSource.of(
                    Map.of(), Map.of("FIRMAMENT_CONFIG", folder.resolve("none").toString())))
        .isInstanceOf(ConfigMistakeException.class)
        .hasMessageContaining("cannot read");
  }
}
