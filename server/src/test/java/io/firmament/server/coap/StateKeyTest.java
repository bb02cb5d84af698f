package io.firmament.server.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the key to the sessions may lie. */
class StateKeyTest {
  private final SecureRandom random = new SecureRandom();
  @TempDir private Path folder;
  private Path data;

  @BeforeEach
  void make() throws IOException {
    data = Files.createDirectory(folder.resolve("data"));
  }

  @Test
  void key_beside_the_data_directory_is_made_once_for_its_owner_alone() throws Exception {
    Path file = folder.resolve("data.session-key");

    byte[] made = StateKey.outside(data, file, random).getEncoded();

    assertThat(made).hasSize(32);
    assertThat(StateKey.outside(data, file, random).getEncoded()).isEqualTo(made);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void key_in_the_data_directory_is_refused() throws Exception {
    Path deep = Files.createDirectory(data.resolve("certs"));

    for (Path file : new Path[] {data.resolve("key"), deep.resolve("key")}) {
      assertThatThrownBy(() -> StateKey.outside(data, file, random))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("--session-key");
      assertThat(file).doesNotExist();
    }
  }

  @Test
  void symbolic_links_hide_nothing() throws Exception {
    Path inside = Files.writeString(data.resolve("key"), "AAAA");
    Path link = Files.createSymbolicLink(folder.resolve("key"), inside);
    Path directory = Files.createSymbolicLink(folder.resolve("elsewhere"), data);

    for (Path file : new Path[] {link, directory.resolve("another")}) {
      assertThatThrownBy(() -> StateKey.outside(data, file, random))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("lies in the data directory");
    }
  }

  @Test
  void key_that_cannot_be_made_says_how_to_name_another_place() {
    assertThatThrownBy(() -> StateKey.outside(data, folder.resolve("none/key"), random))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("--session-key");
  }

  @Test
  void file_that_is_no_key_is_refused_without_being_shown() throws Exception {
    Path file = Files.writeString(folder.resolve("key"), "c2VjcmV0");

    assertThatThrownBy(() -> StateKey.outside(data, file, random))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("32 octets")
        .hasMessageNotContaining("c2VjcmV0");
  }
}
