package io.firmament.server.rest;

import io.firmament.server.app.CheckToken;
import io.firmament.server.app.OperatorVerbs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.Scheduler;

/** The HTTP server while it runs. */
public final class RestServer implements AutoCloseable {
  private static final int THREADS = 64;
  private static final int IDLE_THREADS = 8;
  private static final int THREAD_IDLE_MILLIS = 30_000;
  private static final long STOP_MILLIS = 5_000;
  private static final long SHUTDOWN_IDLE_MILLIS = 50;

  private final Server server;
  private final URI uri;
  private final OpenStreams streams;

  private RestServer(Server server, URI uri, OpenStreams streams) {
    this.server = server;
    this.uri = uri;
    this.streams = streams;
  }

  /**
   * Starts to listen.
   *
   * @param settings where and how
   * @param verbs what can be done
   * @param events where event streams come from
   * @param backup where a backup comes from
   * @param clock the time
   * @throws IOException when the address cannot be had
   */
  public static RestServer start(
      RestSettings settings,
      OperatorVerbs verbs,
      EventStreams events,
      BackupSource backup,
      InstantSource clock)
      throws IOException {
    sweep(settings.spool());
    RestLimits limits = settings.limits();
    TokenTries tries = new TokenTries(limits.tokenTries(), limits.tokenTryEvery());
    Named named = new Named(verbs.findProduct(), verbs.findDevice());
    CheckToken check = verbs.access().checkToken();
    return start(
        settings,
        Routes.of(verbs, named, backup, settings, tries, clock),
        new Admission(
            check::check,
            check::stillCounts,
            new Gatekeeper(named),
            new Repetitions(verbs.keepAnswers()),
            tries),
        events,
        clock);
  }

  /**
   * Starts to listen.
   *
   * @param settings where and how
   * @param routes what is answered
   * @param admission how callers are known
   * @param events where event streams come from
   * @param clock the time
   * @throws IOException when the address cannot be had
   */
  static RestServer start(
      RestSettings settings,
      List<Route> routes,
      Admission admission,
      EventStreams events,
      InstantSource clock)
      throws IOException {
    RestLimits limits = settings.limits();
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, IDLE_THREADS, THREAD_IDLE_MILLIS);
    threads.setName("http");
    Server server = new Server(threads);
    ServerConnector connector =
        new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration(limits)));
    connector.setHost(settings.host().getHostAddress());
    connector.setPort(settings.port());
    connector.setIdleTimeout(limits.idle().toMillis());
    connector.setShutdownIdleTimeout(SHUTDOWN_IDLE_MILLIS);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(limits.connections(), server));
    OpenStreams streams = new OpenStreams(events, limits, admission.stillCounts(), clock);
    server.setErrorHandler(new JsonErrors());
    server.setHandler(handler(routes, admission, limits, streams, clock));
    server.setStopTimeout(STOP_MILLIS);
    listen(server, settings);
    tick(streams, server.getScheduler());
    return new RestServer(server, uri(connector), streams);
  }

  private static ApiHandler handler(
      List<Route> routes,
      Admission admission,
      RestLimits limits,
      OpenStreams streams,
      InstantSource clock) {
    Authentication authentication = new Authentication(admission.check(), admission.tries(), clock);
    return new ApiHandler(
        new RouteTable(routes), authentication, admission, limits, streams, clock);
  }

  /** Removes what a crash left of uploads: nobody was told that they had arrived. */
  private static void sweep(Path spool) throws IOException {
    if (Files.isDirectory(spool)) {
      try (DirectoryStream<Path> left = Files.newDirectoryStream(spool, FileSpool.SPOOLED)) {
        for (Path file : left) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static HttpConfiguration configuration(RestLimits limits) {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setRequestHeaderSize(limits.headerBytes());
    configuration.setSendServerVersion(false);
    // Event names and device names hold slashes and spaces; PathTemplate decodes by segment.
    configuration.setUriCompliance(
        UriCompliance.RFC3986.with(
            "firmament",
            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
            UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS));
    return configuration;
  }

  private static void listen(Server server, RestSettings settings) throws IOException {
    try {
      server.start();
    } catch (IOException e) {
      throw new IOException(
          "cannot listen on "
              + settings.host().getHostAddress()
              + ":"
              + settings.port()
              + ": "
              + e.getMessage(),
          e);
    } catch (Exception e) {
      throw new IOException("the HTTP server does not start", e);
    }
  }

  private static void tick(OpenStreams streams, Scheduler scheduler) {
    scheduler.schedule(
        () -> {
          streams.tick();
          tick(streams, scheduler);
        },
        1,
        TimeUnit.SECONDS);
  }

  /** The port that it listens on. */
  public int port() {
    return uri.getPort();
  }

  /** Where it is reached from this machine; the same after it was closed. */
  public URI uri() {
    return uri;
  }

  private static URI uri(ServerConnector connector) {
    String host = connector.getHost();
    boolean any = host.equals("0.0.0.0") || host.equals("0:0:0:0:0:0:0:0");
    String reached = any ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + reached + ":" + connector.getLocalPort());
  }

  /** Ends event streams, waits for requests in progress, and stops. */
  @Override
  public void close() throws IOException {
    streams.closeAll();
    try {
      server.stop();
    } catch (Exception e) {
      throw new IOException("the HTTP server does not stop", e);
    }
  }
}
