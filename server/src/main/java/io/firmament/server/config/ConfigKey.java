package io.firmament.server.config;

import java.util.Locale;

/** All that can be set, with what holds where nobody sets it. */
public enum ConfigKey {
  /** Where everything is kept. */
  DATA("./firmament-data", "directory that holds everything the server keeps"),
  /** The installation's keys. */
  CERTS("", "directory with the installation's keys; DATA/certs where there is none"),
  /** The key that encrypts DTLS sessions on disk. */
  SESSION_KEY(
      "", "file with the key that encrypts DTLS sessions; DATA.session-key where there is none"),
  /** Where devices come. */
  COAP_HOST("0.0.0.0", "address that devices come to (CoAP over DTLS, UDP)"),
  /** Where devices come. */
  COAP_PORT("5684", "UDP port that devices come to; 0 takes a free one"),
  /** How many devices are connected. */
  MAX_CONNECTIONS("50000", "devices that are connected at once"),
  /** Where operators come. */
  HTTP_HOST("127.0.0.1", "address that operators come to (HTTP)"),
  /** Where operators come. */
  HTTP_PORT("8080", "TCP port that operators come to; 0 takes a free one"),
  /** Whether HTTP may leave this machine unencrypted. */
  HTTP_PLAIN("false", "whether HTTP without TLS may listen beyond this machine: true or false"),
  /** How many devices are updated together. */
  MAX_TRANSFERS("2000", "devices that an image is on its way to at once; 0 for any number"),
  /** How many updates begin together. */
  MAX_STARTS_PER_MINUTE("0", "transfers that begin within a minute; 0 for any number"),
  /** How much a device may tell. */
  DEVICE_EVENTS_PER_MINUTE(
      "60", "events that a device may tell in a minute, or at once; 0 for any number"),
  /** Who computes. */
  CRYPTO(
      "auto",
      "who computes on elliptic curves: auto (the first that works), corretto, bouncy-castle, jdk"),
  /** How much a device may take. */
  DEVICE_BLOCKS_PER_SECOND(
      "20000", "blocks of 1,024 octets that a device gets in a second; 0 for any number"),
  /** How much all may take. */
  BLOCKS_PER_SECOND(
      "0", "blocks of 1,024 octets that all devices get in a second; 0 for any number"),
  /** For whoever waits for the start. */
  READY_FILE("", "file that appears when the server takes requests"),
  /** The administrator's token. */
  TOKEN_FILE("", "file that gets the administrator's token at the very first start"),
  /** How much of the journal is kept for the event stream. */
  EVENT_MEBIBYTES("64", "MiB of journal that are kept for readers of events"),
  /** How long it is kept. */
  EVENT_DAYS("30", "days for which events are kept at most"),
  /** Where the command line finds its server. */
  URL("http://127.0.0.1:8080", "where the command line finds the server"),
  /** How the command line proves itself. */
  TOKEN("", "token that the command line shows the server");

  private final String otherwise;
  private final String meaning;

  ConfigKey(String otherwise, String meaning) {
    this.otherwise = otherwise;
    this.meaning = meaning;
  }

  /** What holds where nobody sets it; empty for nothing. */
  public String otherwise() {
    return otherwise;
  }

  /** What it is, for a person. */
  public String meaning() {
    return meaning;
  }

  /** Its name as an option and in the file: {@code http-port}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Its name in the environment: {@code FIRMAMENT_HTTP_PORT}. */
  public String variable() {
    return "FIRMAMENT_" + name();
  }
}
