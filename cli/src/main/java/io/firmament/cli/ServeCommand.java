package io.firmament.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.certs.CredentialException;
import io.firmament.server.Server;
import io.firmament.server.ServerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code firmament serve}: the device cloud, until it is told to end. */
@Command(name = "serve", description = "Runs the device cloud.", mixinStandardHelpOptions = true)
final class ServeCommand extends Task {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "firmament-data",
      description = "Where everything is kept (default: ${DEFAULT-VALUE}).")
  private Path data;

  @Option(
      names = "--certs",
      paramLabel = "DIR",
      description = "What 'certs init' made; what is missing is made in DATA/certs.")
  private Path certs;

  @Option(
      names = "--coap-port",
      paramLabel = "N",
      defaultValue = "5684",
      description = "CoAP over DTLS, on all addresses (default: ${DEFAULT-VALUE}); 0: a free one.")
  private int coapPort;

  @Option(
      names = "--http-port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "HTTP, on 127.0.0.1 (default: ${DEFAULT-VALUE}); 0: a free one.")
  private int httpPort;

  @Option(
      names = "--ready-file",
      paramLabel = "FILE",
      description = "Written when requests are taken: {coapPort, httpPort, url, tokenFile, pid}.")
  private Path readyFile;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Takes the administrator's token at the first start, mode 0600.")
  private Path tokenFile;

  @Mixin private ResultFormat format = new ResultFormat();

  @Override
  int perform()
      throws CommandFailedException, CredentialException, IOException, InterruptedException {
    ServerOptions options =
        new ServerOptions(
            data,
            Optional.ofNullable(certs),
            new InetSocketAddress(coapPort),
            InetAddress.getLoopbackAddress(),
            httpPort);
    Server server = Server.assemble(options, this::tellToken);
    terminal().end().whenTold(() -> stop(server));
    ObjectNode ready = ready(server);
    format.print(terminal(), ready, () -> greet(server));
    if (readyFile != null) {
      PrivateFile.replace(readyFile, ResultFormat.text(ready) + "\n");
    }
    try {
      server.failure().toCompletableFuture().join();
    } catch (CompletionException e) {
      throw new CommandFailedException("the store failed: " + e.getCause().getMessage(), "");
    }
    throw new CommandFailedException(
        "the disk failed: nothing that was acknowledged is lost, nothing more can be written",
        "look at the disk below " + data.toAbsolutePath() + ", then start again");
  }

  private void tellToken(String token) {
    if (tokenFile == null) {
      terminal().line("administrator's token, shown this once: %s", token);
      return;
    }
    try {
      PrivateFile.replace(tokenFile, token + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("the token cannot be written to " + tokenFile, e);
    }
  }

  private ObjectNode ready(Server server) {
    ObjectNode ready = JsonNodeFactory.instance.objectNode();
    ready.put("coapPort", server.coapAddress().getPort());
    ready.put("httpPort", server.httpUri().getPort());
    ready.put("url", server.httpUri().toString());
    ready.put("tokenFile", tokenFile == null ? null : tokenFile.toAbsolutePath().toString());
    return ready.put("pid", ProcessHandle.current().pid());
  }

  private void greet(Server server) {
    terminal().line("data        %s", data.toAbsolutePath().normalize());
    terminal().line("devices     coaps, UDP port %d", server.coapAddress().getPort());
    terminal().line("operators   %s", server.httpUri());
    if (tokenFile != null) {
      terminal().line("token       %s", tokenFile);
    }
  }

  private void stop(Server server) {
    long begun = System.nanoTime();
    try {
      server.close();
      long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
      terminal().err().println("firmament: stopped in " + millis + " ms");
    } catch (IOException e) {
      terminal()
          .error(e.getMessage(), "what was acknowledged is safe; the next start will say more");
    }
  }
}
