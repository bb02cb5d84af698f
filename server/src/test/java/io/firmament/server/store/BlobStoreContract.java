package io.firmament.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.protocol.value.ByteRange;
import io.firmament.protocol.value.Digest;
import io.firmament.server.app.BlobDraft;
import io.firmament.server.app.BlobStore;
import io.firmament.server.app.BlobTooLargeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every {@link BlobStore} does; each kind of store inherits it. */
abstract class BlobStoreContract {
  private static final int MANY = 300_000;

  /** The store under test, empty at first, the same one each time. */
  abstract BlobStore store();

  static byte[] noise(int octets) {
    byte[] noise = new byte[octets];
    new Random(octets).nextBytes(noise);
    return noise;
  }

  private static byte[] noise(int octets, int first) {
    return Arrays.copyOf(noise(octets), first);
  }

  Digest put(byte[] content) throws IOException, BlobTooLargeException {
    return store().put(new ByteArrayInputStream(content), content.length);
  }

  @Test
  void a_blob_is_named_by_its_digest_and_comes_back_whole() throws Exception {
    byte[] content = noise(MANY);

    Digest digest = put(content);

    assertThat(digest).isEqualTo(Digest.of(content));
    assertThat(store().size(digest)).hasValue(MANY);
    try (InputStream in = store().open(digest)) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
  }

  @Test
  void a_blob_that_is_there_can_be_put_again() throws Exception {
    Digest digest = put(noise(100));

    assertThat(put(noise(100))).isEqualTo(digest);
    assertThat(store().size(digest)).hasValue(100);
  }

  @Test
  void a_blob_of_the_limit_is_taken_and_one_octet_more_is_refused() throws Exception {
    byte[] content = noise(1000);

    assertThat(store().put(new ByteArrayInputStream(content), 1000)).isEqualTo(Digest.of(content));
    byte[] larger = noise(1001);
    assertThatThrownBy(() -> store().put(new ByteArrayInputStream(larger), 1000))
        .isInstanceOf(BlobTooLargeException.class);
    assertThat(store().size(Digest.of(larger))).isEmpty();
  }

  @Test
  void a_draft_is_read_while_it_is_written_and_found_once_it_is_kept() throws Exception {
    byte[] content = noise(MANY);
    try (BlobDraft draft = store().draft()) {
      draft.content().write(content, 0, 1000);
      try (InputStream begun = draft.open()) {
        assertThat(begun.readAllBytes()).isEqualTo(noise(MANY, 1000));
      }
      draft.content().write(content, 1000, MANY - 1000);

      assertThat(draft.sizeBytes()).isEqualTo(MANY);
      assertThat(draft.digest()).isEqualTo(Digest.of(content));
      assertThat(store().size(Digest.of(content))).isEmpty();
      assertThat(draft.keep()).isEqualTo(Digest.of(content));
    }
    assertThat(store().size(Digest.of(content))).hasValue(MANY);
  }

  @Test
  void nothing_is_left_of_a_draft_that_is_given_up() throws Exception {
    byte[] content = noise(1000);
    try (BlobDraft draft = store().draft()) {
      draft.content().write(content);
    }
    assertThat(store().size(Digest.of(content))).isEmpty();
  }

  @Test
  void an_empty_blob_is_a_blob() throws Exception {
    Digest digest = put(new byte[0]);

    assertThat(store().size(digest)).hasValue(0);
    assertThat(store().read(digest, new ByteRange(0, 10))).isEmpty();
  }

  @Test
  void a_view_of_a_draft_is_all_of_it_and_not_to_be_written() throws Exception {
    ByteBuffer view;
    try (BlobDraft draft = store().draft()) {
      assertThat(draft.view().hasRemaining()).isFalse();
      draft.content().write(noise(MANY));
      view = draft.view();
    }

    assertThat(view).isEqualTo(ByteBuffer.wrap(noise(MANY)));
    assertThat(view.isReadOnly()).isTrue();
  }

  @Test
  void a_range_is_read_from_the_middle_and_is_shorter_at_the_end() throws Exception {
    Digest digest = put(new byte[] {1, 2, 3, 4, 5});

    assertThat(store().read(digest, new ByteRange(1, 2))).containsExactly(2, 3);
    assertThat(store().read(digest, new ByteRange(3, 10))).containsExactly(4, 5);
    assertThat(store().read(digest, new ByteRange(5, 1))).isEmpty();
    assertThat(store().read(digest, new ByteRange(50, 1))).isEmpty();
  }

  @Test
  void nothing_is_kept_of_a_stream_that_fails() {
    byte[] content = noise(1000);
    InputStream failing =
        new InputStream() {
          private int at;

          @Override
          public int read() throws IOException {
            if (at == content.length) {
              throw new IOException("the peer is gone");
            }
            return content[at++] & 0xFF;
          }
        };

    assertThatThrownBy(() -> store().put(failing, MANY)).hasMessage("the peer is gone");
    assertThat(store().size(Digest.of(content))).isEmpty();
  }

  @Test
  void a_blob_that_is_not_there_has_no_size_and_cannot_be_read() {
    Digest unknown = Digest.of(noise(7));

    assertThat(store().size(unknown)).isEmpty();
    assertThatThrownBy(() -> store().open(unknown)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> store().read(unknown, new ByteRange(0, 1)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void a_deleted_blob_is_gone_and_deleting_it_again_is_no_error() throws Exception {
    Digest digest = put(noise(10));

    store().delete(digest);
    store().delete(digest);

    assertThat(store().size(digest)).isEmpty();
    assertThat(put(noise(10))).isEqualTo(digest);
    assertThat(store().size(digest)).hasValue(10);
  }
}
