package io.firmament.server.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MultipartTest {
  private static final String TYPE = "multipart/form-data;boundary=----b0";

  @Test
  void file_first_and_fields_after_as_particles_clients_send_them() throws Exception {
    Multipart body =
        multipart(
            "------b0\r\nContent-Disposition: form-data; name=\"file\";"
                + " filename=\"/home/me/firmware.bin\"\r\nContent-Type: application/octet-stream"
                + "\r\n\r\nOCTETS\r\n--\r\n------b0\r\nContent-Disposition: form-data;"
                + " name=\"version\"\r\n\r\n2\r\n------b0--\r\n");

    Multipart.Part file = body.next().orElseThrow();
    assertThat(file.name()).isEqualTo("file");
    assertThat(file.file()).isTrue();
    assertThat(file.text(100)).isEqualTo("OCTETS\r\n--");
    Multipart.Part version = body.next().orElseThrow();
    assertThat(version.file()).isFalse();
    assertThat(version.text(100)).isEqualTo("2");
    assertThat(body.next()).isEmpty();
  }

  @Test
  void content_survives_whatever_the_sizes_of_the_reads() throws Exception {
    Random random = new Random(7);
    for (int size : new int[] {0, 1, 7, 16_370, 16_384, 16_390, 100_000}) {
      byte[] content = new byte[size];
      for (int i = 0; i < size; i++) {
        content[i] = (byte) "\r\n-b0".charAt(random.nextInt(5));
      }
      byte[] body = wrapped(content);
      Multipart multipart = new Multipart(TYPE, trickle(body, random));

      Multipart.Part part = multipart.next().orElseThrow();

      assertThat(part.content().readAllBytes()).isEqualTo(content);
      assertThat(multipart.next()).isEmpty();
    }
  }

  @Test
  void body_that_ends_early_is_no_body() throws Exception {
    byte[] whole = wrapped("firmware".getBytes(StandardCharsets.UTF_8));
    for (int length = 0; length < whole.length - 4; length++) {
      byte[] cut = Arrays.copyOf(whole, length);

      assertThatThrownBy(() -> readAll(new Multipart(TYPE, new ByteArrayInputStream(cut))))
          .isInstanceOf(EOFException.class);
    }
  }

  @Test
  void part_headers_without_end_are_refused() throws Exception {
    Multipart body = multipart("------b0\r\nX: " + "y".repeat(20_000));

    assertThatThrownBy(body::next).isInstanceOf(Problem.class).hasMessageContaining("8192 bytes");
  }

  @Test
  void part_headers_of_the_limit_are_taken_and_one_octet_more_is_not() throws Exception {
    String name = "content-disposition: form-data; name=a\r\nX: ";
    int filling = 8 * 1024 - name.length() - "\r\n\r\n".length();
    String rest = "\r\n\r\n1\r\n------b0--";

    assertThat(multipart("------b0\r\n" + name + "y".repeat(filling) + rest).next()).isPresent();
    Multipart larger = multipart("------b0\r\n" + name + "y".repeat(filling + 1) + rest);
    assertThatThrownBy(larger::next).isInstanceOf(Problem.class).hasMessageContaining("8192 bytes");
  }

  @Test
  void unquoted_and_escaped_names_are_read() throws Exception {
    Multipart body =
        multipart("------b0\r\ncontent-disposition: form-data; name=a\\b\r\n\r\n1\r\n------b0--");

    assertThat(body.next().orElseThrow().name()).isEqualTo("a\\b");
  }

  @Test
  void long_file_name_costs_no_stack() throws Exception {
    Multipart body =
        multipart(
            "------b0\r\nContent-Disposition: form-data; filename=\""
                + "a\\\"".repeat(2_500)
                + "\"; name=\"file\"\r\n\r\n1\r\n------b0--");

    assertThat(body.next().orElseThrow().name()).isEqualTo("file");
  }

  @Test
  void sixty_five_parts_are_too_many() throws Exception {
    String part = "------b0\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n";

    assertThatThrownBy(() -> readAll(multipart(part.repeat(65) + "------b0--")))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("64 parts");
    readAll(multipart(part.repeat(64) + "------b0--"));
  }

  @Test
  void content_type_without_boundary_is_refused() {
    assertThatThrownBy(() -> new Multipart("multipart/form-data", InputStream.nullInputStream()))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("boundary");
  }

  private static Multipart multipart(String body) throws Problem {
    return new Multipart(
        TYPE, new ByteArrayInputStream(body.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static byte[] wrapped(byte[] content) {
    String head =
        "------b0\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n";
    return (head + new String(content, StandardCharsets.ISO_8859_1) + "\r\n------b0--\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void readAll(Multipart multipart) throws IOException, Problem {
    while (multipart.next().isPresent()) {
      // A part that is not read is skipped.
    }
  }

  private static InputStream trickle(byte[] body, Random random) {
    return new ByteArrayInputStream(body) {
      @Override
      public synchronized int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(length, 1 + random.nextInt(50)));
      }
    };
  }
}
