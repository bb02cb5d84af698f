package io.firmament.conformance.benchmark;

import io.firmament.protocol.codec.DecodeException;
import io.firmament.protocol.codec.HelloCodec;
import io.firmament.protocol.codec.OfferCodec;
import io.firmament.protocol.message.Hello;
import io.firmament.protocol.message.HelloAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Messages between octets and values, those of the protocol's test vectors. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class CodecBenchmark {
  private byte[] shortHello;
  private byte[] fullHello;
  private byte[] offer;
  private Hello full;
  private HelloAnswer update;

  /** Reads them. */
  @Setup
  public void messages() throws IOException, DecodeException {
    shortHello = vector("hello-short");
    fullHello = vector("hello-full");
    offer = vector("answer-offer");
    full = HelloCodec.decode(fullHello);
    update = OfferCodec.decodeAnswer(offer);
  }

  /** What is behind the header of a vector, which ends with an empty line. */
  private static byte[] vector(String name) throws IOException {
    String path = "/vectors/messages/" + name + ".txt";
    try (InputStream file = HelloCodec.class.getResourceAsStream(path)) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      String octets = text.substring(text.indexOf("\n\n"));
      return HexFormat.of().parseHex(octets.replaceAll("\\s", ""));
    }
  }

  /** What a device says that wakes: 13 octets. */
  @Benchmark
  public Hello shortHelloDecoded() throws DecodeException {
    return HelloCodec.decode(shortHello);
  }

  /** What a device says that booted, with two modules: the digest is computed again. */
  @Benchmark
  public Hello fullHelloDecoded() throws DecodeException {
    return HelloCodec.decode(fullHello);
  }

  /** The same, written. */
  @Benchmark
  public byte[] fullHelloEncoded() {
    return HelloCodec.encode(full);
  }

  /** An answer with an offer. */
  @Benchmark
  public HelloAnswer offerDecoded() throws DecodeException {
    return OfferCodec.decodeAnswer(offer);
  }

  /** The same, written. */
  @Benchmark
  public byte[] offerEncoded() {
    return OfferCodec.encode(update);
  }
}
