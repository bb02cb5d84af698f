package io.firmament.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins, tokens and users over HTTP (feature API3), in the shapes of Particle's clients. */
class AccessApiTest {
  private static final String PASSWORD = "correct horse";
  private static final String LOGIN =
      "grant_type=password&username=ann%40example.org&password=correct+horse";

  @TempDir private Path folder;
  private RestFixture api;
  private Client root;
  private Client stranger;

  @BeforeEach
  void start() throws Exception {
    api = RestFixture.start(folder);
    stranger = Client.stranger(api.uri());
    root = stranger.showing(api.token());
    user("ann@example.org", "\"role\":\"member\"").is(201);
  }

  @AfterEach
  void stop() throws IOException {
    api.close();
  }

  @Test
  void login_brings_a_token_whatever_the_authorization_header_says() throws Exception {
    for (Client client :
        List.of(
            stranger,
            stranger.showing("null"),
            stranger.with("Authorization", basic("particle:particle")),
            stranger.with("Authorization", "Basic ???"))) {
      Client.Reply reply = client.form("POST", "/oauth/token", LOGIN).is(200);

      assertThat(reply.at("/token_type").asText()).isEqualTo("bearer");
      assertThat(reply.at("/expires_in").asLong()).isEqualTo(90 * 24 * 3600);
      assertThat(reply.at("/refresh_token").asText()).matches("[0-9a-f]{40}");
      Client ann = stranger.showing(reply.at("/access_token").asText());
      assertThat(ann.get("/v1/user").is(200).at("/username").asText()).isEqualTo("ann@example.org");
    }
  }

  @Test
  void every_client_that_particle_has_may_ask() throws Exception {
    for (String client :
        List.of(
            "client_id=particle-api&client_secret=particle-api",
            "client_id=particle-cli&client_secret=particle-cli",
            "client_id=CLI2&client_secret=client_secret_here",
            "client_id=particle&client_secret=particle")) {
      stranger.form("POST", "/oauth/token", LOGIN + "&" + client).is(200);
    }
    for (String client : List.of("client_id=evil", "client_id=particle&client_secret=x")) {
      stranger.form("POST", "/oauth/token", LOGIN + "&" + client).refuses(400, "invalid_client");
    }
    stranger
        .with("Authorization", basic("evil:particle"))
        .form("POST", "/oauth/token", LOGIN)
        .refuses(400, "invalid_client");
  }

  @Test
  void login_is_taken_as_json_and_lasts_as_long_as_is_asked_for() throws Exception {
    String json =
        "{\"grant_type\":\"password\",\"username\":\"Ann@example.org\",\"password\":\""
            + PASSWORD
            + "\",\"expires_in\":";
    String hour =
        stranger.post("/oauth/token", json + "3600}").is(200).at("/access_token").asText();
    String good = stranger.post("/oauth/token", json + "0}").is(200).at("/access_token").asText();
    stranger.post("/oauth/token", json + "-1}").refuses(400, "invalid_request");

    api.pass(Duration.ofHours(1));

    stranger.showing(hour).get("/v1/user").refuses(401, "invalid_token");
    stranger.showing(good).get("/v1/user").is(200);
  }

  @Test
  void refused_logins_say_why_in_the_words_of_oauth() throws Exception {
    stranger.form("POST", "/oauth/token", LOGIN + "x").refuses(400, "invalid_grant");
    stranger
        .form("POST", "/oauth/token", LOGIN.replace("ann", "bob"))
        .refuses(400, "invalid_grant");
    stranger
        .form("POST", "/oauth/token", "grant_type=urn:custom:mfa-otp&otp=1")
        .refuses(400, "unsupported_grant_type");
    stranger.form("POST", "/oauth/token", "username=x").refuses(400, "invalid_request");
    stranger
        .form("POST", "/oauth/token", "grant_type=refresh_token&refresh_token=x")
        .refuses(400, "invalid_grant");
    stranger
        .form(
            "POST",
            "/oauth/token",
            "grant_type=client_credentials&client_id=particle&client_secret=particle")
        .refuses(400, "unauthorized_client");
  }

  @Test
  void guesses_of_an_address_are_counted_and_the_right_password_has_to_wait() throws Exception {
    for (int i = 0; i < RestLimits.DEFAULT.tokenTries(); i++) {
      stranger.form("POST", "/oauth/token", LOGIN + i).refuses(400, "invalid_grant");
    }

    Client.Reply refused = stranger.form("POST", "/oauth/token", LOGIN);

    refused.refuses(429, "too_many_tries");
    assertThat(refused.header("Retry-After")).isEqualTo("6");
    api.pass(Duration.ofSeconds(6));
    stranger.form("POST", "/oauth/token", LOGIN).is(200);
  }

  @Test
  void refresh_token_brings_a_new_pair() throws Exception {
    Client.Reply login = stranger.form("POST", "/oauth/token", LOGIN).is(200);
    String form = "grant_type=refresh_token&refresh_token=" + login.at("/refresh_token").asText();

    Client.Reply fresh = stranger.form("POST", "/oauth/token", form).is(200);

    stranger.showing(fresh.at("/access_token").asText()).get("/v1/user").is(200);
    stranger
        .showing(login.at("/access_token").asText())
        .get("/v1/user")
        .refuses(401, "invalid_token");
  }

  @Test
  void program_lends_itself_a_token_with_the_one_that_was_made_for_it() throws Exception {
    JsonNode issued = issue("\"role\":\"viewer\"");
    String client =
        "grant_type=client_credentials&expires_in=60&client_id=" + issued.get("id").asText();
    String secret = "&client_secret=" + issued.get("access_token").asText();

    Client.Reply lent = stranger.form("POST", "/oauth/token", client + secret).is(200);

    assertThat(lent.body().has("refresh_token")).isFalse();
    stranger.showing(lent.at("/access_token").asText()).get("/v1/products").is(200);
    stranger.form("POST", "/oauth/token", client + secret + "0").refuses(400, "invalid_client");
  }

  @Test
  void logout_ends_the_token_and_says_nothing() throws Exception {
    Client ann = ann();
    Client.Reply current = ann.get("/v1/access_tokens/current").is(200);
    assertThat(current.at("/expires_at").asText()).startsWith("2026-05-30T");
    assertThat(current.at("/scopes/0").asText()).isEqualTo("member");
    assertThat(current.at("/orgs").isArray()).isTrue();

    assertThat(ann.delete("/v1/access_tokens/current").is(204).body().isMissingNode()).isTrue();

    ann.get("/v1/user").refuses(401, "invalid_token");
  }

  @Test
  void token_is_ended_by_its_secret_without_a_header_and_by_its_id_with_one() throws Exception {
    JsonNode one = issue("\"role\":\"viewer\"");
    JsonNode other = issue("\"role\":\"viewer\"");
    String id = "/v1/access_tokens/" + other.get("id").asText();

    stranger.delete("/v1/access_tokens/" + one.get("access_token").asText()).is(200);
    stranger.delete(id).refuses(401, "invalid_token");
    ann().delete(id).refuses(404, "not_found");
    root.delete(id).is(200);

    for (JsonNode ended : List.of(one, other)) {
      stranger
          .showing(ended.get("access_token").asText())
          .get("/v1/user")
          .refuses(401, "invalid_token");
    }
    stranger.delete("/v1/access_tokens/x").refuses(404, "not_found");
  }

  @Test
  void secrets_cannot_be_guessed_by_ending_them() throws Exception {
    for (int i = 0; i < RestLimits.DEFAULT.tokenTries(); i++) {
      stranger.delete("/v1/access_tokens/guess" + i).refuses(404, "not_found");
    }
    stranger.delete("/v1/access_tokens/guess").refuses(429, "too_many_tries");
  }

  @Test
  void tokens_are_listed_without_their_secrets_in_pages() throws Exception {
    api.pass(Duration.ofSeconds(1));
    JsonNode issued = issue("\"role\":\"member\",\"products\":null,\"expires_in\":0");
    assertThat(issued.get("expires_at").isNull()).isTrue();

    Client.Reply list = root.get("/v1/access_tokens?per_page=1&page=2").is(200);

    assertThat(list.body()).hasSize(1);
    assertThat(list.header("X-Total-Pages")).isEqualTo("2");
    assertThat(list.at("/0/id")).isEqualTo(issued.get("id"));
    assertThat(list.at("/0/kind").asText()).isEqualTo("issued");
    assertThat(list.body().toString()).doesNotContain(issued.get("access_token").asText());
    assertThat(ann().get("/v1/access_tokens").body()).hasSize(1);
  }

  @Test
  void only_administrators_make_users_and_tokens() throws Exception {
    Client ann = ann();
    for (String path : List.of("/v1/users", "/v1/access_tokens", "/v1/products")) {
      ann.post(path, "{}").refuses(403, "insufficient_scope");
    }
    ann.get("/v1/users").refuses(403, "insufficient_scope");
    ann.get("/v1/backup").refuses(403, "insufficient_scope");
  }

  @Test
  void users_are_listed_changed_and_deleted_without_their_passwords() throws Exception {
    root.post("/v1/products", "{\"name\":\"One\",\"platform_id\":1}").is(201);
    user("bob", "\"role\":\"viewer\",\"products\":[\"one\"]").is(201);
    user("Bob", "\"role\":\"viewer\"").refuses(409, "conflict");
    user("b b", "\"role\":\"viewer\"").refuses(400, "invalid_request");
    user("carl", "\"role\":\"king\"").refuses(400, "invalid_request");
    user("carl", "\"role\":\"administrator\",\"products\":[1]").refuses(400, "invalid_request");
    user("carl", "\"role\":\"viewer\",\"products\":[\"none\"]").refuses(404, "not_found");

    JsonNode users = root.get("/v1/users").is(200).body();

    assertThat(users.at("/users/1/username").asText()).isEqualTo("bob");
    assertThat(users.at("/users/1/products/0").asInt()).isEqualTo(1);
    assertThat(users.at("/meta/total_pages").asInt()).isEqualTo(1);
    assertThat(users.toString()).doesNotContain("PBKDF2").doesNotContain(PASSWORD);
    root.put("/v1/users/bob", "{\"role\":\"member\",\"password\":\"battery staple\"}").is(200);
    assertThat(root.get("/v1/users/BOB").at("/products").isNull()).isTrue();
    root.put("/v1/users/bob", "{}").refuses(400, "invalid_request");
    root.put("/v1/users/bob", "{\"password\":\"short\"}").refuses(400, "invalid_request");
    root.delete("/v1/users/bob").is(204);
    root.get("/v1/users/bob").refuses(404, "not_found");
  }

  @Test
  void user_chooses_another_password_himself() throws Exception {
    Client ann = ann();
    String change = "{\"current_password\":\"%s\",\"password\":\"battery staple\"}";

    ann.put("/v1/user", String.format(change, "wrong")).refuses(403, "insufficient_scope");
    ann.put("/v1/user", String.format(change, PASSWORD)).is(200);

    stranger.form("POST", "/oauth/token", LOGIN).refuses(400, "invalid_grant");
    ann.get("/v1/user").is(200);
    root.put("/v1/user", String.format(change, PASSWORD)).refuses(403, "insufficient_scope");
  }

  @Test
  void open_stream_ends_with_its_token() throws Exception {
    JsonNode issued = issue("\"role\":\"viewer\"");
    try (EventTap tap =
        EventTap.open(api.uri() + "/v1/events", issued.get("access_token").asText())) {
      root.delete("/v1/access_tokens/" + issued.get("id").asText()).is(200);

      assertThat(tap.rest()).doesNotContain("event:");
    }
  }

  private Client ann() throws Exception {
    return stranger.showing(
        stranger.form("POST", "/oauth/token", LOGIN).is(200).at("/access_token").asText());
  }

  private Client.Reply user(String name, String rights) throws Exception {
    return root.post(
        "/v1/users",
        "{\"username\":\"" + name + "\",\"password\":\"" + PASSWORD + "\"," + rights + "}");
  }

  private JsonNode issue(String rights) throws Exception {
    return root.post("/v1/access_tokens", "{\"name\":\"ci\"," + rights + "}").is(201).body();
  }

  private static String basic(String client) {
    return "Basic " + Base64.getEncoder().encodeToString(client.getBytes(StandardCharsets.UTF_8));
  }
}
