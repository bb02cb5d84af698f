package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What a process has on its heap after a collection, as the JDK's {@code jcmd} counts it. */
public final class LiveHeap {
  private LiveHeap() {}

  /** Octets of all objects that are reachable. */
  public static long bytes(long pid) throws IOException, InterruptedException {
    jcmd(pid, "GC.run");
    return jcmd(pid, "GC.class_histogram")
        .lines()
        .filter(line -> line.startsWith("Total"))
        .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[2]))
        .findFirst()
        .orElseThrow();
  }

  private static String jcmd(long pid, String command) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), command)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("jcmd %s: %s", command, said).isZero();
    return said;
  }
}
