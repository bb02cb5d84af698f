package io.firmament.server.config;

import io.firmament.certs.curve.CurveBackend;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a server is set up: parsed and checked once, before anything starts.
 *
 * @param data the data directory
 * @param certs the installation's keys, where they are not in the data directory
 * @param sessionKey the key that encrypts DTLS sessions, outside of the data directory
 * @param coapHost where devices come
 * @param coapPort where devices come; 0 takes a free port
 * @param maxConnections devices that are connected at once
 * @param httpHost where operators come
 * @param httpPort where operators come; 0 takes a free port
 * @param maxTransfers devices that an image is on its way to at once; 0 for any number
 * @param maxStartsPerMinute transfers that begin within a minute; 0 for any number
 * @param deviceEventsPerMinute events that a device may tell in a minute; 0 for any number
 * @param crypto who computes on elliptic curves; empty: the first that works here
 * @param deviceBlocksPerSecond blocks that a device gets in a second; 0 for any number
 * @param blocksPerSecond blocks that all devices get in a second; 0 for any number
 * @param readyFile appears when the server takes requests
 * @param tokenFile gets the administrator's token at the first start
 * @param eventBytes how much of the journal is kept for readers of events
 * @param eventAge for how long it is kept for them at most
 */
public record ServerConfig(
    Path data,
    Optional<Path> certs,
    Path sessionKey,
    InetAddress coapHost,
    int coapPort,
    int maxConnections,
    InetAddress httpHost,
    int httpPort,
    int maxTransfers,
    int maxStartsPerMinute,
    int deviceEventsPerMinute,
    Optional<CurveBackend> crypto,
    int deviceBlocksPerSecond,
    int blocksPerSecond,
    Optional<Path> readyFile,
    Optional<Path> tokenFile,
    long eventBytes,
    Duration eventAge) {
  private static final int MAX_PORT = 65_535;
  private static final long MEBIBYTE = 1 << 20;
  private static final int MOST = 1_000_000;
  private static final int MAX_LIMIT = 1_000_000;

  /**
   * Reads and checks all values.
   *
   * @throws ConfigMistakeException at the first one that cannot be
   */
  public static ServerConfig read(ConfigSource source) throws ConfigMistakeException {
    ServerConfig config =
        new ServerConfig(
            path(source, ConfigKey.DATA).orElseThrow(),
            path(source, ConfigKey.CERTS),
            sessionKey(source),
            address(source, ConfigKey.COAP_HOST),
            port(source, ConfigKey.COAP_PORT),
            number(source, ConfigKey.MAX_CONNECTIONS),
            address(source, ConfigKey.HTTP_HOST),
            port(source, ConfigKey.HTTP_PORT),
            limit(source, ConfigKey.MAX_TRANSFERS),
            limit(source, ConfigKey.MAX_STARTS_PER_MINUTE),
            limit(source, ConfigKey.DEVICE_EVENTS_PER_MINUTE),
            crypto(source),
            limit(source, ConfigKey.DEVICE_BLOCKS_PER_SECOND),
            limit(source, ConfigKey.BLOCKS_PER_SECOND),
            path(source, ConfigKey.READY_FILE),
            path(source, ConfigKey.TOKEN_FILE),
            number(source, ConfigKey.EVENT_MEBIBYTES) * MEBIBYTE,
            Duration.ofDays(number(source, ConfigKey.EVENT_DAYS)));
    requireUnreadable(config.httpHost(), source);
    return config;
  }

  private static void requireUnreadable(InetAddress http, ConfigSource source)
      throws ConfigMistakeException {
    if (!http.isLoopbackAddress() && !flag(source, ConfigKey.HTTP_PLAIN)) {
      throw mistake(
          source.value(ConfigKey.HTTP_HOST),
          "an address of this machine, since tokens would cross the network unencrypted",
          "leave it at 127.0.0.1 behind a proxy with TLS, or say --http-plain where the network is"
              + " trusted");
    }
  }

  /**
   * Who computes on elliptic curves, for whatever process.
   *
   * @return empty: the first that works here
   * @throws ConfigMistakeException when nobody is called that
   */
  public static Optional<CurveBackend> crypto(ConfigSource source) throws ConfigMistakeException {
    ConfigSource.Value value = source.value(ConfigKey.CRYPTO);
    Optional<CurveBackend> named = CurveBackend.named(value.value());
    if (named.isEmpty() && !value.value().equals(ConfigKey.CRYPTO.otherwise())) {
      throw mistake(
          value, "auto or one of " + CurveBackend.labels(), "auto takes the first that works");
    }
    return named;
  }

  private static Optional<Path> path(ConfigSource source, ConfigKey key)
      throws ConfigMistakeException {
    ConfigSource.Value value = source.value(key);
    try {
      return value.value().isEmpty() ? Optional.empty() : Optional.of(Path.of(value.value()));
    } catch (InvalidPathException e) {
      throw mistake(value, "a path", "correct it");
    }
  }

  /**
   * The file that was set, else one beside the data directory: whoever copies that directory, to a
   * backup or to another disk, shall not have the key with it.
   */
  private static Path sessionKey(ConfigSource source) throws ConfigMistakeException {
    Path data = path(source, ConfigKey.DATA).orElseThrow().toAbsolutePath().normalize();
    Optional<Path> set = path(source, ConfigKey.SESSION_KEY);
    if (set.isEmpty()) {
      Path name = data.getFileName();
      return data.resolveSibling((name == null ? "firmament" : name) + ".session-key");
    }
    if (set.get().toAbsolutePath().normalize().startsWith(data)) {
      throw mistake(
          source.value(ConfigKey.SESSION_KEY),
          "a file outside of the data directory " + data,
          "whoever copies the data directory would have the key to the sessions in it");
    }
    return set.get();
  }

  private static int port(ConfigSource source, ConfigKey key) throws ConfigMistakeException {
    ConfigSource.Value value = source.value(key);
    int port = value.value().matches("[0-9]{1,5}") ? Integer.parseInt(value.value()) : -1;
    if (port < 0 || port > MAX_PORT) {
      throw mistake(value, "a port from 0 to " + MAX_PORT, "0 takes a free one");
    }
    return port;
  }

  private static int number(ConfigSource source, ConfigKey key) throws ConfigMistakeException {
    ConfigSource.Value value = source.value(key);
    int number = value.value().matches("[0-9]{1,7}") ? Integer.parseInt(value.value()) : 0;
    if (number < 1 || number > MOST) {
      throw mistake(value, "a number from 1 to " + MOST, "what is built in is " + key.otherwise());
    }
    return number;
  }

  private static int limit(ConfigSource source, ConfigKey key) throws ConfigMistakeException {
    ConfigSource.Value value = source.value(key);
    int limit = value.value().matches("[0-9]{1,7}") ? Integer.parseInt(value.value()) : -1;
    if (limit < 0 || limit > MAX_LIMIT) {
      throw mistake(value, "a number from 0 to " + MAX_LIMIT, "0 sets no limit");
    }
    return limit;
  }

  private static boolean flag(ConfigSource source, ConfigKey key) throws ConfigMistakeException {
    ConfigSource.Value value = source.value(key);
    return switch (value.value()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw mistake(value, "true or false", "write one of the two words");
    };
  }

  private static InetAddress address(ConfigSource source, ConfigKey key)
      throws ConfigMistakeException {
    ConfigSource.Value value = source.value(key);
    try {
      return InetAddress.getByName(value.value());
    } catch (UnknownHostException e) {
      throw mistake(value, "an address of this machine", "127.0.0.1, 0.0.0.0 or the like");
    }
  }

  private static ConfigMistakeException mistake(
      ConfigSource.Value value, String expected, String hint) {
    return new ConfigMistakeException(
        value.key().label()
            + " must be "
            + expected
            + ", but was '"
            + value.value()
            + "' ("
            + value.origin()
            + ")",
        hint);
  }
}
