package io.firmament.server;

import io.firmament.certs.CredentialException;
import io.firmament.certs.InstallationKeys;
import io.firmament.certs.RootFile;
import io.firmament.server.app.Caller;
import io.firmament.server.app.OperatorVerbs;
import io.firmament.server.app.Ports;
import io.firmament.server.app.RefusedException;
import io.firmament.server.app.StoreFailedException;
import io.firmament.server.app.UseCases;
import io.firmament.server.coap.CoapSettings;
import io.firmament.server.coap.DeviceEndpoint;
import io.firmament.server.coap.DtlsState;
import io.firmament.server.coap.ServerIdentity;
import io.firmament.server.coap.StateKey;
import io.firmament.server.events.EventHub;
import io.firmament.server.rest.RestLimits;
import io.firmament.server.rest.RestServer;
import io.firmament.server.rest.RestSettings;
import io.firmament.server.store.Backup;
import io.firmament.server.store.DataDirectory;
import io.firmament.server.store.FileBlobStore;
import io.firmament.server.store.JournaledStateStore;
import io.firmament.server.store.StoreOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A running device cloud. */
public final class Server implements AutoCloseable {
  private final InetSocketAddress coap;
  private final URI http;
  private final JournaledStateStore store;
  private final ClosingOrder closing;

  private Server(
      InetSocketAddress coap, URI http, JournaledStateStore store, ClosingOrder closing) {
    this.coap = coap;
    this.http = http;
    this.store = store;
    this.closing = closing;
  }

  /** What is done as soon as the data directory belongs to this process alone. */
  public interface Claimed {
    /**
     * Does it.
     *
     * @throws IOException ends the start
     */
    void claimed() throws IOException;
  }

  /**
   * Puts the whole system together and opens its doors.
   *
   * @param options where
   * @param tellToken told the administrator's token at the very first start, before it counts
   * @param claimed called once the data directory is locked, before anything else
   * @throws IOException when a file, a directory or a port cannot be had
   * @throws CredentialException when a key is not what it must be
   */
  public static Server assemble(ServerOptions options, Consumer<String> tellToken, Claimed claimed)
      throws IOException, CredentialException {
    try (ClosingOrder closing = new ClosingOrder()) {
      SecureRandom random = new SecureRandom();
      InstantSource clock = InstantSource.system();

      // Storage: what is remembered, and the files.
      DataDirectory data = closing.add(DataDirectory.open(options.data()));
      claimed.claimed();
      JournaledStateStore store =
          closing.add(
              JournaledStateStore.open(
                  data,
                  StoreOptions.defaults().withEvents(options.eventBytes(), options.eventAge())));
      FileBlobStore blobs = FileBlobStore.open(data);

      // Keys: what releases are signed with, and what kept sessions are sealed with.
      Path ownKeys = data.root().resolve("certs");
      Path keys = options.certs().orElse(ownKeys);
      InstallationKeys installation =
          InstallationKeys.openOrMake(
              options.certs().map(List::of).orElse(List.of()), ownKeys, clock.instant(), random);
      InstallationSigning signing =
          new InstallationSigning(installation, List.of(keys, ownKeys), random);

      // The door to the devices is made first, since rules push through it; it opens last.
      DeviceEndpoint devices =
          new DeviceEndpoint(
              CoapSettings.at(options.coap()).withConnections(options.maxConnections()),
              new ServerIdentity(installation.serverKey(), installation.serverCertificate()),
              new DtlsState(
                  data.root().resolve("sessions"),
                  StateKey.outside(data.root(), options.sessionKey(), random),
                  random),
              clock);

      // Rules and use cases, and where their work is done.
      Workshop work = closing.add(new Workshop("work", 2));
      Workshop encoding = closing.add(new Workshop("encoding", 1));
      UseCases useCases =
          UseCases.assemble(
              new Ports(
                  store,
                  blobs,
                  signing,
                  devices.link(),
                  devices.meter(),
                  clock,
                  random,
                  work,
                  encoding,
                  options.limits(),
                  options.rates()));
      if (useCases.operators().access().issueToken().none()) {
        useCases.operators().access().issueToken().issueFirst(tellToken);
      }
      takeRoots(useCases.operators(), RootFile.readAll(keys));
      useCases.encodeFirmware().resume();
      useCases.keepLedgers().begin();
      closing.add(useCases.keepLedgers());

      // Doors: events, operators, devices.
      EventHub events = closing.add(new EventHub(store, clock));
      Backup backup = new Backup(data, store);
      RestServer operators =
          closing.add(
              RestServer.start(
                  new RestSettings(
                      options.httpHost(),
                      options.httpPort(),
                      data.root().resolve("spool"),
                      RestLimits.DEFAULT),
                  useCases.operators(),
                  new EventBridge(events),
                  backup::writeTo,
                  clock));
      closing.add(devices);
      devices.start(useCases.devices());
      return new Server(devices.address(), operators.uri(), store, closing.keep());
    }
  }

  /** Publishes the root documents that lie beside the keys, as far as they are new. */
  private static void takeRoots(OperatorVerbs operators, SortedMap<Long, byte[]> files)
      throws IOException {
    try {
      operators.findRoots().requireUnbroken();
      long newest =
          operators.findRoots().all().stream().mapToLong(r -> r.root().number()).max().orElse(0);
      for (byte[] document : files.tailMap(newest + 1).values()) {
        operators.publishRoot().publish(document, new Caller("certs"));
      }
    } catch (RefusedException e) {
      throw new IOException(e.getMessage() + " (" + e.hint() + ")", e);
    }
  }

  /** Where devices come. */
  public InetSocketAddress coapAddress() {
    return coap;
  }

  /** Where operators come, from this machine. */
  public URI httpUri() {
    return http;
  }

  /** Completes when the disk has failed: nothing can be written from then on. */
  public CompletionStage<StoreFailedException> failure() {
    return store.failure();
  }

  /** Ends gracefully: answers what waits, keeps DTLS connections, forces what was written. */
  @Override
  public void close() throws IOException {
    closing.closeAll();
  }
}
