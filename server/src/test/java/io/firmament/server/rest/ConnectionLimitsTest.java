package io.firmament.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How many connections there may be, and for how long one may be silent. */
@Timeout(30)
class ConnectionLimitsTest {
  private static final int CONNECTIONS = 4;

  @TempDir private Path folder;

  @Test
  void connection_beyond_the_limit_waits_until_another_one_ends() throws Exception {
    List<Socket> connections = new ArrayList<>();
    try (RestFixture api =
        RestFixture.start(folder, SmallLimits.of(Map.of("connections", CONNECTIONS)))) {
      for (int i = 0; i < CONNECTIONS; i++) {
        connections.add(asking(api));
        requireAnswer(connections.get(i));
      }
      Socket further = asking(api);
      connections.add(further);
      for (int i = 0; i < CONNECTIONS; i++) {
        ask(connections.get(i));
        requireAnswer(connections.get(i));
      }
      assertThat(further.getInputStream().available()).as("answered meanwhile").isZero();

      connections.get(0).close();

      requireAnswer(further);
    } finally {
      for (Socket connection : connections) {
        connection.close();
      }
    }
  }

  private static Socket asking(RestFixture api) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.uri().getPort());
    ask(socket);
    return socket;
  }

  private static void ask(Socket socket) throws IOException {
    String request = "GET /v1/user HTTP/1.1\r\nHost: x\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
  }

  /** Reads one answer, which says that a token is missing. */
  private static void requireAnswer(Socket socket) throws IOException {
    String head = answerHead(socket);
    assertThat(head).startsWith("HTTP/1.1 401");
    String length = head.replaceAll("(?s).*Content-Length: ([0-9]+)\r\n.*", "$1");
    for (int i = 0; i < Integer.parseInt(length); i++) {
      octet(socket);
    }
  }

  private static String answerHead(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) octet(socket));
    }
    return head.toString();
  }

  private static int octet(Socket socket) throws IOException {
    int octet = socket.getInputStream().read();
    assertThat(octet).as("the connection is open").isNotNegative();
    return octet;
  }

  @Test
  void connection_that_says_nothing_ends() throws Exception {
    try (RestFixture api = impatient()) {
      assertThat(silentAfter(api, "")).isEmpty();
      assertThat(silentAfter(api, "GET /v1/user HTTP/1.1\r\nHost:")).doesNotContain("401");
    }
  }

  @Test
  void body_that_falls_silent_is_refused() throws Exception {
    try (RestFixture api = impatient()) {
      String answer =
          silentAfter(
              api,
              "POST /v1/products HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                  + api.token()
                  + "\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"name\":");

      assertThat(answer).startsWith("HTTP/1.1 408");
      JsonNode problem = Fields.JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
      assertThat(problem.path("error").asText()).isEqualTo("timed_out");
      assertThat(problem.path("hint").asText()).isNotBlank();
    }
  }

  /** Otherwise a client sends its next request into a connection that is being closed. */
  @Test
  void answer_to_a_body_that_is_not_read_says_that_the_connection_ends() throws Exception {
    try (RestFixture api = RestFixture.start(folder);
        Socket socket = refusedUpload(api, 5)) {
      assertThat(answerHead(socket))
          .startsWith("HTTP/1.1 401")
          .contains("\r\nConnection: close\r\n");
    }
  }

  /** Otherwise a client that sends first and reads then learns that the pipe is broken. */
  @Test
  void client_that_still_sends_when_it_is_refused_is_not_cut_off() throws Exception {
    int octets = 16 * 1024 * 1024;
    try (RestFixture api = RestFixture.start(folder);
        Socket socket = refusedUpload(api, octets)) {
      assertThat(answerHead(socket)).startsWith("HTTP/1.1 401");

      socket.getOutputStream().write(new byte[octets]);

      assertThat(socket.getInputStream().readAllBytes()).as("the body of the answer").isNotEmpty();
    }
  }

  /** The head of a request that is refused before its body is read. */
  private static Socket refusedUpload(RestFixture api, int octets) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.uri().getPort());
    String head =
        "POST /v1/products/1/firmware HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer nobody"
            + "\r\nContent-Type: multipart/form-data;boundary=b\r\nContent-Length: "
            + octets
            + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private RestFixture impatient() throws IOException {
    return RestFixture.start(folder, SmallLimits.of(Map.of("idle", Duration.ofMillis(200))));
  }

  /** Sends a beginning and nothing more; what is answered until the connection ends. */
  private static String silentAfter(RestFixture api, String beginning) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.uri().getPort())) {
      socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
