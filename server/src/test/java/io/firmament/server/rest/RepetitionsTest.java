package io.firmament.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.server.app.KeepAnswers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that are made once, however often they are asked for. */
class RepetitionsTest {
  private static final String ONE = "{\"name\":\"One\",\"platform_id\":1}";

  @TempDir private Path folder;
  private RestFixture api;
  private Client root;

  @BeforeEach
  void start() throws Exception {
    api = RestFixture.start(folder);
    root = Client.stranger(api.uri()).showing(api.token());
  }

  @AfterEach
  void stop() throws IOException {
    api.close();
  }

  @Test
  void asked_twice_with_one_key_it_is_done_once_and_answered_alike() throws Exception {
    Client.Reply first = keyed("a").post("/v1/products", ONE).is(201);
    Client.Reply second = keyed("a").post("/v1/products", ONE).is(201);

    assertThat(second.body()).isEqualTo(first.body());
    assertThat(first.header("Idempotent-Replayed")).isEmpty();
    assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(root.get("/v1/products").at("/products")).hasSize(1);
    keyed("b").post("/v1/products", ONE).refuses(409, "conflict");
  }

  @Test
  void key_of_another_request_is_refused() throws Exception {
    keyed("a").post("/v1/products", ONE).is(201);

    keyed("a")
        .post("/v1/products", ONE.replace("One", "Two"))
        .refuses(422, "idempotency_key_reused");
    keyed("a").post("/v1/products/1/groups", ONE).refuses(422, "idempotency_key_reused");
  }

  @Test
  void refusal_does_not_use_up_its_key() throws Exception {
    keyed("a").post("/v1/products/1/groups", "{\"name\":\"g\"}").refuses(404, "not_found");
    root.post("/v1/products", ONE).is(201);

    keyed("a").post("/v1/products/1/groups", "{\"name\":\"g\"}").is(201);
    assertThat(keyed("d").delete("/v1/products/1/groups/g").is(204).body().isMissingNode())
        .isTrue();
    assertThat(keyed("d").delete("/v1/products/1/groups/g").is(204).body().isMissingNode())
        .isTrue();
  }

  @Test
  void keys_of_one_caller_are_not_those_of_another() throws Exception {
    keyed("a").post("/v1/products", ONE).is(201);
    String token =
        root.post("/v1/access_tokens", "{\"name\":\"administrator\",\"role\":\"administrator\"}")
            .at("/access_token")
            .asText();

    Client.stranger(api.uri())
        .showing(token)
        .with("Idempotency-Key", "a")
        .post("/v1/products", ONE)
        .refuses(409, "conflict");
  }

  @Test
  void key_is_forgotten_after_a_day() throws Exception {
    keyed("a").post("/v1/products", ONE).is(201);

    api.pass(KeepAnswers.LIFE);

    keyed("a").post("/v1/products", ONE).refuses(409, "conflict");
  }

  @Test
  void key_that_is_none_and_answers_that_are_secret_are_refused() throws Exception {
    for (String key : List.of("x".repeat(256), "a b")) {
      keyed(key).post("/v1/products", ONE).refuses(400, "invalid_request");
    }
    keyed("x".repeat(255)).post("/v1/products", ONE).is(201);
    keyed("a")
        .post("/v1/access_tokens", "{\"name\":\"t\",\"role\":\"viewer\"}")
        .refuses(400, "invalid_request");
  }

  private Client keyed(String key) {
    return root.with("Idempotency-Key", key);
  }
}
