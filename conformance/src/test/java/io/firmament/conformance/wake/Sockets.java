package io.firmament.conformance.wake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;

/** The sockets of all devices, read by one thread. */
final class Sockets implements AutoCloseable {
  private static final int LARGEST_DATAGRAM = 2048;

  private final Selector selector;
  private final Thread reader;

  /** Whoever registers a socket holds it for reading, so that the selector lets him. */
  private final ReentrantReadWriteLock registering = new ReentrantReadWriteLock();

  Sockets() throws IOException {
    selector = Selector.open();
    reader = new Thread(this::read, "sockets");
    reader.setDaemon(true);
    reader.start();
  }

  /** A socket on a new port that talks to this address alone. */
  DatagramChannel open(InetSocketAddress server, Consumer<byte[]> receiver) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    channel.connect(server);
    channel.configureBlocking(false);
    registering.readLock().lock();
    try {
      selector.wakeup();
      channel.register(selector, SelectionKey.OP_READ, receiver);
    } finally {
      registering.readLock().unlock();
    }
    return channel;
  }

  private void read() {
    ByteBuffer buffer = ByteBuffer.allocate(LARGEST_DATAGRAM);
    try {
      while (selector.isOpen()) {
        registering.writeLock().lock();
        registering.writeLock().unlock();
        selector.select(key -> take(key, buffer));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClosedSelectorException closed) {
      // That is the end.
    }
  }

  @SuppressWarnings("unchecked")
  private static void take(SelectionKey key, ByteBuffer buffer) {
    Consumer<byte[]> receiver = (Consumer<byte[]>) key.attachment();
    try {
      while (key.isValid() && ((DatagramChannel) key.channel()).read(buffer.clear()) > 0) {
        receiver.accept(Arrays.copyOf(buffer.array(), buffer.position()));
      }
    } catch (IOException moved) {
      key.cancel();
    }
  }

  @Override
  public void close() throws IOException {
    selector.close();
  }
}
