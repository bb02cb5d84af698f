package io.firmament.server.store;

import static io.firmament.server.app.Change.change;
import static io.firmament.server.store.StateStoreContract.NOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.protocol.value.Digest;
import io.firmament.server.app.StoreBackup.BackupReport;
import io.firmament.server.store.StateStoreContract.Note;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackupTest {
  @TempDir private Path scratch;
  private DataDirectory data;
  private JournaledStateStore store;
  private FileBlobStore blobs;

  @BeforeEach
  void open() throws IOException {
    data = DataDirectory.open(scratch.resolve("data"));
    store =
        JournaledStateStore.open(
            data, new StoreOptions(500, 1500, 1500, 0, Duration.ofDays(1000), 1000, 1000));
    blobs = FileBlobStore.open(data);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
    data.close();
  }

  private Path backedUp() throws IOException {
    Path file = scratch.resolve("backup.zip");
    try (OutputStream out = Files.newOutputStream(file)) {
      new Backup(data, store).writeTo(out);
    }
    return file;
  }

  private Path restored() {
    return scratch.resolve("restored");
  }

  private void fill(int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      String key = String.format("%04d", i);
      store.commit(
          change()
              .put(NOTES, key, Note.of("note " + i))
              .event(StateStoreContract.event("e" + i))
              .build());
    }
  }

  @Test
  void a_restored_backup_holds_records_events_blobs_and_other_files() throws Exception {
    fill(0, 100);
    Digest blob = blobs.put(new ByteArrayInputStream(new byte[] {1, 2, 3}), 3);
    Files.createDirectories(data.root().resolve("certs"));
    Files.writeString(data.root().resolve("certs/ca.pem"), "certificate");
    Files.writeString(data.root().resolve("certs/.a note übrig"), "of the operator");

    BackupReport report = Restore.into(backedUp(), restored());

    assertThat(report.sequence()).isEqualTo(100);
    assertThat(Files.readString(restored().resolve("certs/ca.pem"))).isEqualTo("certificate");
    assertThat(restored().resolve("certs/.a note übrig")).hasContent("of the operator");
    try (DataDirectory copy = DataDirectory.open(restored());
        JournaledStateStore opened = JournaledStateStore.open(copy)) {
      assertThat(opened.list(NOTES, "", "", 1000)).isEqualTo(store.list(NOTES, "", "", 1000));
      assertThat(opened.events(90, 100)).isEqualTo(store.events(90, 100)).hasSize(10);
      assertThat(FileBlobStore.open(copy).size(blob)).hasValue(3);
    }
  }

  @Test
  void a_backup_holds_no_sessions_no_lock_and_nothing_unfinished() throws Exception {
    Files.createDirectories(data.root().resolve("sessions"));
    Files.writeString(data.root().resolve("sessions/secret"), "keys");
    Files.writeString(data.blobs().resolve("upload-9.tmp"), "half");

    Restore.into(backedUp(), restored());

    assertThat(restored().resolve("sessions")).doesNotExist();
    assertThat(restored().resolve("blobs/upload-9.tmp")).doesNotExist();
  }

  @Test
  void a_backup_taken_under_load_is_one_moment_between_two_acknowledgements() throws Exception {
    fill(0, 50);
    Path file = scratch.resolve("backup.zip");
    BackupReport report;
    try (OutputStream out = new WritingWhileCopied(Files.newOutputStream(file))) {
      report = new Backup(data, store).writeTo(out);
    }
    Restore.into(file, restored());

    assertThat(report.sequence()).isBetween(50L, store.lastSequence() - 1);
    try (DataDirectory copy = DataDirectory.open(restored());
        JournaledStateStore opened = JournaledStateStore.open(copy)) {
      assertThat(opened.lastSequence()).isEqualTo(report.sequence());
      assertThat(opened.list(NOTES, "", "", 10_000)).hasSize((int) report.sequence());
    }
  }

  /** Whatever part of the backup is being written, the server commits meanwhile. */
  private final class WritingWhileCopied extends OutputStream {
    private final OutputStream out;
    private int next = 50;
    private int calls;

    private WritingWhileCopied(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int from, int length) throws IOException {
      try {
        if (calls++ % 40 == 0 && next < 150) {
          fill(next, next + 5);
          next += 5;
        }
      } catch (Exception e) {
        throw new IOException(e);
      }
      out.write(octets, from, length);
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  @Test
  void a_blob_deleted_during_a_backup_is_gone_at_once_and_still_in_the_backup() throws Exception {
    Digest blob = blobs.put(new ByteArrayInputStream(new byte[] {1, 2, 3}), 3);
    Path file = scratch.resolve("backup.zip");
    try (OutputStream out =
        new OutputStream() {
          private final OutputStream to = Files.newOutputStream(file);

          @Override
          public void write(int octet) throws IOException {
            blobs.delete(blob);
            to.write(octet);
          }
        }) {
      new Backup(data, store).writeTo(out);
    }

    assertThat(blobs.size(blob)).isEmpty();
    Restore.into(file, restored());
    try (DataDirectory copy = DataDirectory.open(restored())) {
      assertThat(FileBlobStore.open(copy).size(blob)).hasValue(3);
    }
    Digest other = blobs.put(new ByteArrayInputStream(new byte[] {4}), 1);
    blobs.delete(other);
    try (Stream<Path> left = Files.walk(data.blobs()).filter(Files::isRegularFile)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void a_restore_does_not_overwrite() throws Exception {
    Path backup = backedUp();
    Files.createDirectories(restored());
    Files.writeString(restored().resolve("mine"), "keep");

    assertThatThrownBy(() -> Restore.into(backup, restored()))
        .isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("is not empty");
    assertThat(Files.readString(restored().resolve("mine"))).isEqualTo("keep");
  }

  @Test
  void an_empty_directory_may_be_restored_into() throws Exception {
    Files.createDirectories(restored());

    Restore.into(backedUp(), restored());

    assertThat(restored().resolve("journal")).isDirectory();
  }

  @Test
  void restored_files_are_private() throws Exception {
    fill(0, 3);
    Restore.into(backedUp(), restored());

    try (Stream<Path> paths = Files.walk(restored())) {
      for (Path path : paths.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .as(path.toString())
            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
      }
    }
  }

  @Test
  void a_backup_cut_off_anywhere_is_refused_and_leaves_nothing() throws Exception {
    fill(0, 20);
    byte[] whole = Files.readAllBytes(backedUp());
    Path cut = scratch.resolve("cut.zip");
    for (int length = 0; length < whole.length; length += 1 + whole.length / 50) {
      Files.write(cut, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Restore.into(cut, restored()))
          .as("cut at " + length)
          .isInstanceOf(StoreUnusableException.class);
      assertThat(restored()).doesNotExist();
      assertThat(scratch.resolve("restored.restoring")).doesNotExist();
    }
  }

  @Test
  void a_backup_whose_files_are_not_as_its_manifest_says_is_refused() throws Exception {
    Digest digest = Digest.of(new byte[] {1});
    for (Map.Entry<String, String> attack :
        List.of(
            Map.entry(digest + " 1 ../evil", "a bad line"),
            Map.entry(digest + " 1 certs/../../evil", "a bad line"),
            Map.entry(digest + " 1 /evil", "a bad line"),
            Map.entry(digest + " 1 absent", "does not hold absent"),
            Map.entry(digest + " 1 long", "larger than the 1 bytes announced"),
            Map.entry(digest + " 2 long", "expected " + digest))) {
      Path file = scratch.resolve("evil.zip");
      try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
        for (String name : List.of("../evil", "/evil", "certs/../../evil", "long")) {
          zip.putNextEntry(new ZipEntry(name));
          zip.write(new byte[] {7, 7});
        }
        zip.putNextEntry(new ZipEntry("MANIFEST"));
        zip.write(
            ("firmament-backup 1\n" + attack.getKey() + "\n").getBytes(StandardCharsets.US_ASCII));
      }

      assertThatThrownBy(() -> Restore.into(file, restored()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(attack.getValue());
      assertThat(scratch.resolve("evil")).doesNotExist();
    }
  }
}
