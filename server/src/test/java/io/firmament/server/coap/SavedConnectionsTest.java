package io.firmament.server.coap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.MultiNodeConnectionIdGenerator;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Saved connections live once or never: nonces of AES-CCM must not come again. */
class SavedConnectionsTest {
  @TempDir private Path directory;
  private DoorFixture door;
  private byte[] saved;

  @BeforeEach
  void save() throws Exception {
    door = new DoorFixture(directory).start();
    door.device().post("h", DoorFixture.hello());
    door.stopGracefully();
    saved = door.state.connections().read().orElseThrow();
  }

  @AfterEach
  void close() {
    door.close();
  }

  /** A file that notes what is done to it, and whose removal may fail. */
  private static final class NotedFile implements StateFile {
    private final List<String> calls = new ArrayList<>();
    private final boolean removable;
    private Optional<byte[]> content;

    private NotedFile(byte[] content, boolean removable) {
      this.content = Optional.of(content);
      this.removable = removable;
    }

    @Override
    public Optional<byte[]> read() {
      calls.add("read");
      return content;
    }

    @Override
    public void replace(byte[] newContent) {
      content = Optional.of(newContent);
    }

    @Override
    public void remove() throws IOException {
      calls.add("remove");
      if (!removable) {
        throw new IOException("planted: the directory was not forced");
      }
      content = Optional.empty();
    }
  }

  private DTLSConnector connector() {
    return new DTLSConnector(
        DtlsConnectorConfig.builder(EndpointConfiguration.of(door.settings()))
            .setAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .setConnectionIdGenerator(
                new MultiNodeConnectionIdGenerator(0, EndpointConfiguration.CID_BYTES))
            .setCertificateIdentityProvider(door.pki.server().provider())
            .setAdvancedCertificateVerifier(new CertificateLookup(door.requests))
            .setAdvancedPskStore(new AdvancedSinglePskStore(DoorFixture.ID, DoorFixture.KEY))
            .build());
  }

  @Test
  void connections_live_after_their_file_is_gone() {
    NotedFile file = new NotedFile(saved, true);

    int revived = new SavedConnections(file, door.state.box()).load(connector());

    assertThat(revived).isEqualTo(1);
    assertThat(file.calls).containsExactly("read", "remove");
    assertThat(file.content).isEmpty();
  }

  @Test
  void connections_whose_file_cannot_be_removed_for_good_never_live() {
    NotedFile file = new NotedFile(saved, false);

    assertThat(new SavedConnections(file, door.state.box()).load(connector())).isZero();
  }

  @Test
  void changed_file_is_given_up_and_removed() {
    saved[saved.length / 2] ^= 1;
    NotedFile file = new NotedFile(saved, true);

    assertThat(new SavedConnections(file, door.state.box()).load(connector())).isZero();
    assertThat(file.content).isEmpty();
  }

  @Test
  void second_load_finds_nothing() {
    NotedFile file = new NotedFile(saved, true);
    SavedConnections connections = new SavedConnections(file, door.state.box());

    connections.load(connector());

    assertThat(connections.load(connector())).isZero();
  }
}
