package io.firmament.conformance.handshakes;

import io.firmament.cli.process.CommandProcess;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * A server whose processor time is counted.
 *
 * @param name what the table calls it
 * @param process its process
 * @param port where it listens
 */
record Subject(String name, CommandProcess process, int port) {

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Processor time of all its threads since its start. */
  Duration processorTime() {
    return ProcessHandle.of(process.pid())
        .map(ProcessHandle::info)
        .flatMap(ProcessHandle.Info::totalCpuDuration)
        .or(Optional::empty)
        .orElseThrow(() -> new IllegalStateException(name + " does not run"));
  }
}
