package io.firmament.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.protocol.value.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenBlobsTest {
  @TempDir Path folder;
  private final OpenBlobs open = new OpenBlobs(2);

  private FileChannel of(String name) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      Files.writeString(file, name);
    }
    return open.of(digest(name), file);
  }

  private static Digest digest(String name) {
    return Digest.of(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void file_stays_open_and_the_one_used_longest_ago_gives_way() throws Exception {
    FileChannel a = of("a");
    FileChannel b = of("b");
    assertThat(of("a")).isSameAs(a);

    FileChannel c = of("c");

    assertThat(b.isOpen()).isFalse();
    assertThat(a.isOpen()).isTrue();
    assertThat(of("c")).isSameAs(c);
  }

  @Test
  void file_that_was_closed_under_its_reader_is_opened_again() throws Exception {
    FileChannel a = of("a");
    a.close();

    FileChannel again = of("a");

    assertThat(again.isOpen()).isTrue();
    assertThat(of("a")).isSameAs(again);
  }

  @Test
  void closed_blob_leaves_nothing_open() throws Exception {
    FileChannel a = of("a");

    open.close(digest("a"));
    open.close(digest("b"));

    assertThat(a.isOpen()).isFalse();
  }

  /** Whoever deletes a blob closes its file afterwards, which this reader is just opening. */
  @Test
  void file_that_is_deleted_while_it_is_opened_does_not_stay_open() throws Exception {
    Path file = Files.writeString(folder.resolve("a"), "a");
    List<FileChannel> opened = new ArrayList<>();
    OpenBlobs overtaken =
        new OpenBlobs(
            2,
            path -> {
              opened.add(FileChannel.open(path, StandardOpenOption.READ));
              Files.delete(path);
              return opened.get(0);
            });

    assertThatThrownBy(() -> overtaken.of(digest("a"), file))
        .isInstanceOf(NoSuchFileException.class);

    assertThat(opened).hasSize(1).noneMatch(FileChannel::isOpen);
  }

  @Test
  void absent_file_is_not_remembered() throws Exception {
    Path file = folder.resolve("later");
    assertThatThrownBy(() -> open.of(digest("later"), file))
        .isInstanceOf(NoSuchFileException.class);

    assertThat(of("later").isOpen()).isTrue();
  }
}
