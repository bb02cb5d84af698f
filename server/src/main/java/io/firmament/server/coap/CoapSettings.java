package io.firmament.server.coap;

import io.firmament.protocol.value.InvalidValueException;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * How the door to the devices is set up, and how far strangers and devices can make it grow.
 *
 * @param address where to listen; port 0 takes a free one
 * @param nodeId this server's number in a cluster, 0 to 255: the first octet of its connection ids
 * @param maxConnections DTLS connections kept at most, at least 1; a further one takes the place of
 *     one that has been silent for {@code staleAfter}, or is refused
 * @param staleAfter silence after which a connection may be given up for another one: longer than
 *     devices sleep
 * @param maxHandshakes DTLS handshakes in progress at most, in all
 * @param maxHandshakesFromHost handshakes in progress at most from one IP address
 * @param queuePerDevice requests of one device that may wait; a further one gets 5.03
 * @param workers threads that run use cases
 * @param sessionLife how long a DTLS session can be resumed
 */
public record CoapSettings(
    InetSocketAddress address,
    int nodeId,
    int maxConnections,
    Duration staleAfter,
    int maxHandshakes,
    int maxHandshakesFromHost,
    int queuePerDevice,
    int workers,
    Duration sessionLife) {
  private static final int MAX_NODE_ID = 255;

  /**
   * @throws InvalidValueException when a number is out of range
   */
  public CoapSettings {
    if (nodeId < 0 || nodeId > MAX_NODE_ID) {
      throw new InvalidValueException("node id", "0 to " + MAX_NODE_ID, nodeId);
    }
    requirePositive("maximum of connections", maxConnections);
    requirePositive("maximum of handshakes", maxHandshakes);
    requirePositive("maximum of handshakes from a host", maxHandshakesFromHost);
    requirePositive("queue per device", queuePerDevice);
    requirePositive("number of workers", workers);
  }

  /** The defaults of an installation. */
  public static CoapSettings at(InetSocketAddress address) {
    int workers = Math.max(2, Runtime.getRuntime().availableProcessors());
    return new CoapSettings(
        address, 0, 50_000, Duration.ofDays(2), 1_000, 100, 256, workers, Duration.ofDays(30));
  }

  /** The same with room for another number of connections. */
  public CoapSettings withConnections(int most) {
    return new CoapSettings(
        address,
        nodeId,
        most,
        staleAfter,
        maxHandshakes,
        maxHandshakesFromHost,
        queuePerDevice,
        workers,
        sessionLife);
  }

  private static void requirePositive(String what, int number) {
    if (number < 1) {
      throw new InvalidValueException(what, "at least 1", number);
    }
  }
}
