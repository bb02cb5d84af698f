package io.firmament.cli;

import io.firmament.server.config.ConfigKey;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the server. */
@Command(
    name = "serve",
    description = {
      "Runs the server until it is told to stop.",
      "Every option may also stand in the environment (FIRMAMENT_HTTP_PORT) or in"
          + " firmament.properties (http-port); 'config show' says what holds."
    })
final class ServeCommand implements Step {
  private final Host host;
  @Mixin private OutputOptions output;

  @Option(names = "--data", paramLabel = "DIR", description = "Directory that holds everything.")
  private Optional<String> data = Optional.empty();

  @Option(names = "--certs", paramLabel = "DIR", description = "The installation's keys.")
  private Optional<String> certs = Optional.empty();

  @Option(
      names = "--session-key",
      paramLabel = "FILE",
      description = "The key that encrypts DTLS sessions; outside of the data directory.")
  private Optional<String> sessionKey = Optional.empty();

  @Option(names = "--coap-host", paramLabel = "ADDR", description = "Where devices come.")
  private Optional<String> coapHost = Optional.empty();

  @Option(names = "--coap-port", paramLabel = "N", description = "Where devices come; 0: any.")
  private Optional<String> coapPort = Optional.empty();

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      description = "Devices that are connected at once.")
  private Optional<String> maxConnections = Optional.empty();

  @Option(names = "--http-host", paramLabel = "ADDR", description = "Where operators come.")
  private Optional<String> httpHost = Optional.empty();

  @Option(names = "--http-port", paramLabel = "N", description = "Where operators come; 0: any.")
  private Optional<String> httpPort = Optional.empty();

  @Option(
      names = "--http-plain",
      description = "Lets HTTP without TLS listen beyond this machine: tokens can be read there.")
  private boolean httpPlain;

  @Option(
      names = "--max-transfers",
      paramLabel = "N",
      description = "Devices that an image is on its way to at once; 0: any number.")
  private Optional<String> maxTransfers = Optional.empty();

  @Option(
      names = "--max-starts-per-minute",
      paramLabel = "N",
      description = "Transfers that begin within a minute; 0: any number.")
  private Optional<String> maxStarts = Optional.empty();

  @Option(
      names = "--device-events-per-minute",
      paramLabel = "N",
      description = "Events that a device may tell in a minute, or at once; 0: any number.")
  private Optional<String> deviceEvents = Optional.empty();

  @Mixin private CryptoOptions crypto;

  @Option(
      names = "--device-blocks-per-second",
      paramLabel = "N",
      description = "Blocks of 1,024 octets that a device gets in a second; 0: any number.")
  private Optional<String> deviceBlocks = Optional.empty();

  @Option(
      names = "--blocks-per-second",
      paramLabel = "N",
      description = "Blocks of 1,024 octets that all devices get in a second; 0: any number.")
  private Optional<String> blocks = Optional.empty();

  @Option(
      names = "--ready-file",
      paramLabel = "FILE",
      description = "Appears when the server takes requests.")
  private Optional<String> readyFile = Optional.empty();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Gets the administrator's token at the very first start, readable by you only.")
  private Optional<String> tokenFile = Optional.empty();

  @Option(
      names = "--event-mebibytes",
      paramLabel = "N",
      description = "MiB of journal that are kept for readers of events.")
  private Optional<String> eventMebibytes = Optional.empty();

  @Option(
      names = "--event-days",
      paramLabel = "N",
      description = "Days for which events are kept at most.")
  private Optional<String> eventDays = Optional.empty();

  ServeCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    Map<ConfigKey, String> given = new EnumMap<>(ConfigKey.class);
    data.ifPresent(value -> given.put(ConfigKey.DATA, value));
    certs.ifPresent(value -> given.put(ConfigKey.CERTS, value));
    sessionKey.ifPresent(value -> given.put(ConfigKey.SESSION_KEY, value));
    coapHost.ifPresent(value -> given.put(ConfigKey.COAP_HOST, value));
    coapPort.ifPresent(value -> given.put(ConfigKey.COAP_PORT, value));
    maxConnections.ifPresent(value -> given.put(ConfigKey.MAX_CONNECTIONS, value));
    httpHost.ifPresent(value -> given.put(ConfigKey.HTTP_HOST, value));
    httpPort.ifPresent(value -> given.put(ConfigKey.HTTP_PORT, value));
    maxTransfers.ifPresent(value -> given.put(ConfigKey.MAX_TRANSFERS, value));
    maxStarts.ifPresent(value -> given.put(ConfigKey.MAX_STARTS_PER_MINUTE, value));
    deviceEvents.ifPresent(value -> given.put(ConfigKey.DEVICE_EVENTS_PER_MINUTE, value));
    crypto.given().ifPresent(value -> given.put(ConfigKey.CRYPTO, value));
    deviceBlocks.ifPresent(value -> given.put(ConfigKey.DEVICE_BLOCKS_PER_SECOND, value));
    blocks.ifPresent(value -> given.put(ConfigKey.BLOCKS_PER_SECOND, value));
    readyFile.ifPresent(value -> given.put(ConfigKey.READY_FILE, value));
    tokenFile.ifPresent(value -> given.put(ConfigKey.TOKEN_FILE, value));
    eventMebibytes.ifPresent(value -> given.put(ConfigKey.EVENT_MEBIBYTES, value));
    eventDays.ifPresent(value -> given.put(ConfigKey.EVENT_DAYS, value));
    if (httpPlain) {
      given.put(ConfigKey.HTTP_PLAIN, "true");
    }
    return new ServerRun(host, output.json()).run(Settings.source(given, host));
  }
}
