package io.firmament.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.certs.CredentialException;
import io.firmament.server.Server;
import io.firmament.server.ServerOptions;
import io.firmament.server.config.ConfigMistakeException;
import io.firmament.server.config.ConfigSource;
import io.firmament.server.config.ServerConfig;
import io.firmament.server.device.BlockRates;
import io.firmament.server.device.DeviceRates;
import io.firmament.server.device.EventRate;
import io.firmament.server.device.TransferLimits;
import io.firmament.server.store.StoreUnusableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

/** A server in this process, from its start to its end. */
final class ServerRun {
  private final Host host;
  private final boolean json;

  ServerRun(Host host, boolean json) {
    this.host = host;
    this.json = json;
  }

  /** Runs until the process is told to stop, or the disk fails. */
  int run(ConfigSource source) throws CommandFailedException {
    ServerConfig config = config(source);
    Curves.install(host, source);
    try {
      return serve(config);
    } catch (CredentialException e) {
      throw CommandFailedException.failed(e.getMessage(), e.hint());
    } catch (StoreUnusableException e) {
      throw CommandFailedException.failed(e.getMessage(), e.hint());
    } catch (IOException e) {
      throw CommandFailedException.failed(e.getMessage(), "correct it and start again");
    } catch (UncheckedIOException e) {
      throw CommandFailedException.failed(
          e.getCause().getMessage(), "check --token-file and the directory above it");
    }
  }

  private static ServerConfig config(ConfigSource source) throws CommandFailedException {
    try {
      return ServerConfig.read(source);
    } catch (ConfigMistakeException mistake) {
      throw CommandFailedException.usage(mistake.getMessage(), mistake.hint());
    }
  }

  private int serve(ServerConfig config)
      throws IOException, CredentialException, CommandFailedException {
    Server server =
        Server.assemble(options(config), token -> tell(token, config), () -> deleteReady(config));
    CompletableFuture<Void> told = new CompletableFuture<>();
    CountDownLatch ended = new CountDownLatch(1);
    host.whenStopped(
        () -> {
          told.complete(null);
          await(ended);
        });
    server.failure().thenAccept(told::completeExceptionally);
    try {
      announce(server, config);
      told.get();
      return ExitCode.DONE;
    } catch (ExecutionException disk) {
      throw CommandFailedException.failed(
          disk.getCause().getMessage(), "look at the disk, then start the server again");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.FAILED;
    } finally {
      close(server, config, ended);
    }
  }

  private static ServerOptions options(ServerConfig config) {
    return new ServerOptions(
        config.data(),
        config.certs(),
        config.sessionKey(),
        new InetSocketAddress(config.coapHost(), config.coapPort()),
        config.maxConnections(),
        config.httpHost(),
        config.httpPort(),
        config.eventBytes(),
        config.eventAge(),
        new TransferLimits(config.maxTransfers(), config.maxStartsPerMinute()),
        new DeviceRates(
            new EventRate(config.deviceEventsPerMinute()),
            new BlockRates(config.deviceBlocksPerSecond(), config.blocksPerSecond())));
  }

  /** Whoever finds the file may trust it: not the one that a crash left. */
  private static void deleteReady(ServerConfig config) throws IOException {
    if (config.readyFile().isPresent()) {
      Files.deleteIfExists(config.readyFile().get());
    }
  }

  private void close(Server server, ServerConfig config, CountDownLatch ended) throws IOException {
    Instant begun = Instant.now();
    try {
      end(server, config);
      host.err().printf("stopped after %d ms%n", Duration.between(begun, Instant.now()).toMillis());
    } finally {
      ended.countDown();
    }
  }

  private static void end(Server server, ServerConfig config) throws IOException {
    try {
      deleteReady(config);
    } finally {
      server.close();
    }
  }

  private static void await(CountDownLatch ended) {
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The administrator's token is shown once: here, or to nobody but the file. */
  private void tell(String token, ServerConfig config) {
    if (config.tokenFile().isEmpty()) {
      host.err().println("administrator's token, shown this once: " + token);
      return;
    }
    try {
      SmallFile.secret(config.tokenFile().get(), token + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write the token to " + config.tokenFile().get() + ": " + e.getMessage(), e);
    }
  }

  private void announce(Server server, ServerConfig config) throws IOException {
    ObjectNode ready = JsonNodeFactory.instance.objectNode();
    ready.put("coapPort", server.coapAddress().getPort());
    ready.put("httpPort", server.httpUri().getPort());
    ready.put("url", server.httpUri().toString());
    config.tokenFile().ifPresent(file -> ready.put("tokenFile", file.toAbsolutePath().toString()));
    ready.put("pid", ProcessHandle.current().pid());
    if (config.readyFile().isPresent()) {
      Path file = config.readyFile().get();
      SmallFile.replace(file, ready + "\n");
    }
    if (json) {
      host.out().println(ready);
    } else {
      host.out().printf("devices    coaps, UDP port %d%n", server.coapAddress().getPort());
      host.out().printf("operators  %s%n", server.httpUri());
    }
    host.out().flush();
  }
}
