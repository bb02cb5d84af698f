package io.firmament.device;

import io.firmament.device.core.ImageDecoder;
import io.firmament.protocol.coding.CodingException;
import io.firmament.protocol.coding.DecodeBounds;
import io.firmament.protocol.coding.ImageCoding;
import io.firmament.protocol.coding.ImageCodings;
import io.firmament.protocol.message.CodingCapability;
import io.firmament.protocol.value.Coding;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Turns the codings, which write what they decode, into a stream that can be read: a thread decodes
 * into a pipe of 64 KiB, so that memory does not grow with the image.
 */
final class DecodingPipe implements ImageDecoder {
  private static final int PIPE_BYTES = 64 * 1024;

  private final List<CodingCapability> capabilities;

  /** A pipe within what the device has said of itself. */
  DecodingPipe(List<CodingCapability> capabilities) {
    this.capabilities = List.copyOf(capabilities);
  }

  @Override
  public InputStream decode(Coding coding, InputStream encoded, long imageSizeBytes)
      throws IOException {
    ImageCoding with =
        ImageCodings.find(coding)
            .orElseThrow(() -> new IOException(coding.label() + " cannot be decoded here"));
    DecodeBounds bounds = new DecodeBounds(imageSizeBytes, memoryBytes(coding));
    PipedInputStream reader = new PipedInputStream(PIPE_BYTES);
    PipedOutputStream writer = new PipedOutputStream(reader);
    AtomicReference<IOException> fault = new AtomicReference<>();
    Thread decoder =
        new Thread(() -> decode(with, encoded, bounds, writer, fault), "firmament-device-decoder");
    decoder.setDaemon(true);
    decoder.start();
    return new Decoded(reader, decoder, fault);
  }

  private long memoryBytes(Coding coding) {
    return capabilities.stream()
        .filter(capability -> capability.wire() == coding.wire())
        .mapToLong(CodingCapability::memoryBytes)
        .findFirst()
        .orElse(0);
  }

  private static void decode(
      ImageCoding with,
      InputStream encoded,
      DecodeBounds bounds,
      PipedOutputStream writer,
      AtomicReference<IOException> fault) {
    try (writer) {
      try {
        with.decode(encoded, bounds, writer);
      } catch (CodingException e) {
        fault.set(new IOException(e.getMessage(), e));
      } catch (IOException e) {
        fault.set(e);
      }
    } catch (IOException e) {
      fault.compareAndSet(null, e);
    }
  }

  /** The decoded octets; a fault of the decoder is thrown where the octets end. */
  private static final class Decoded extends FilterInputStream {
    private final Thread decoder;
    private final AtomicReference<IOException> fault;

    Decoded(InputStream reader, Thread decoder, AtomicReference<IOException> fault) {
      super(reader);
      this.decoder = decoder;
      this.fault = fault;
    }

    @Override
    public int read() throws IOException {
      return checked(super.read());
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return checked(super.read(buffer, offset, length));
    }

    private int checked(int result) throws IOException {
      if (result < 0 && fault.get() != null) {
        throw fault.get();
      }
      return result;
    }

    /** Closing early breaks the pipe, so that the decoder ends, too. */
    @Override
    public void close() throws IOException {
      super.close();
      try {
        decoder.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
