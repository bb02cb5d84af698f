package io.firmament.protocol.ports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports that nobody else takes while a server is away: a thousand below those that systems hand out
 * to whoever asks for any (from 32768 on under Linux, from 49152 on by RFC 6335). They are this
 * process's as long as it lives, since it holds the first of them open, and whoever looks for a
 * thousand passes those by whose first is taken: test processes and whole builds beside each other
 * never meet. None is handed out twice, so that no late datagram finds another server.
 */
public final class OwnPorts implements AutoCloseable {
  static final int LOWEST = 20_000;
  static final int THOUSAND = 1_000;
  static final int THOUSANDS = 12;

  private static final OwnPorts OF_THIS_PROCESS = claim();

  private final ServerSocket first;
  private final AtomicInteger last;

  private OwnPorts(ServerSocket first) {
    this.first = first;
    this.last = new AtomicInteger(first.getLocalPort());
  }

  /**
   * A port of this process that is free, for UDP as well as for TCP.
   *
   * @throws IllegalStateException when all of its ports were handed out
   */
  public static int next() {
    return OF_THIS_PROCESS.free();
  }

  /**
   * Takes a thousand that nobody has.
   *
   * @throws IllegalStateException when there is none
   */
  static OwnPorts claim() {
    for (int i = 0; i < THOUSANDS; i++) {
      try {
        return new OwnPorts(
            new ServerSocket(LOWEST + i * THOUSAND, 1, InetAddress.getLoopbackAddress()));
      } catch (BindException e) {
        // Somebody else's.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    throw new IllegalStateException(
        THOUSANDS + " processes have a thousand ports each from " + LOWEST + " on; end one");
  }

  int free() {
    int port;
    do {
      port = last.incrementAndGet();
      if (port >= first.getLocalPort() + THOUSAND) {
        throw new IllegalStateException("all ports up to " + port + " were handed out");
      }
    } while (!isFree(port));
    return port;
  }

  private static boolean isFree(int port) {
    try (DatagramSocket udp = new DatagramSocket(port);
        ServerSocket tcp = new ServerSocket(port)) {
      return udp.isBound() && tcp.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    first.close();
  }
}
