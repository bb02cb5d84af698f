package io.firmament.conformance.benchmark;

import io.firmament.protocol.value.ByteRange;
import io.firmament.protocol.value.Digest;
import io.firmament.server.app.BlobTooLargeException;
import io.firmament.server.store.DataDirectory;
import io.firmament.server.store.FileBlobStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Blocks of a blob of 16 MiB that the operating system has in memory. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class BlobBenchmark {
  private static final int BLOB_BYTES = 16 * 1024 * 1024;
  private static final int BLOCK_BYTES = 1_024;

  private Path directory;
  private DataDirectory data;
  private FileBlobStore blobs;
  private Digest digest;
  private long next;

  /** Stores it. */
  @Setup
  public void blob() throws IOException, BlobTooLargeException {
    directory = Files.createTempDirectory("blobs");
    data = DataDirectory.open(directory);
    blobs = FileBlobStore.open(data);
    byte[] content = new byte[BLOB_BYTES];
    new Random(1).nextBytes(content);
    digest = blobs.put(new ByteArrayInputStream(content), BLOB_BYTES);
  }

  /** Removes it. */
  @TearDown
  public void remove() throws IOException {
    data.close();
    List<Path> all;
    try (Stream<Path> files = Files.walk(directory)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      Files.delete(file);
    }
  }

  /** One block after the other, as transfers ask for them. */
  @Benchmark
  public byte[] block() throws IOException {
    next = (next + BLOCK_BYTES) % BLOB_BYTES;
    return blobs.read(digest, new ByteRange(next, BLOCK_BYTES));
  }
}
