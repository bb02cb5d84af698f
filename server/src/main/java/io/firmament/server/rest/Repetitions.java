package io.firmament.server.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.firmament.protocol.value.Digest;
import io.firmament.server.app.KeepAnswers;
import io.firmament.server.app.KeptAnswer;
import io.firmament.server.app.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers a request that brings an {@code Idempotency-Key} once: whoever asks again with the same
 * key gets the same answer, and nothing is done. A refusal is not kept.
 */
final class Repetitions {
  private static final String HEADER = "Idempotency-Key";
  private static final int MAX_KEY = 255;

  private final KeepAnswers answers;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();

  Repetitions(KeepAnswers answers) {
    this.answers = answers;
  }

  /**
   * Answers a request, or repeats the answer.
   *
   * @throws Problem as the endpoint, 400 for a key that is none, 409 while the first one is under
   *     way, 422 when the key came with another request before
   */
  Answer answer(Route route, String rawPath, Call call)
      throws Problem, RefusedException, IOException {
    Optional<String> key = call.header(HEADER);
    if (key.isEmpty() || route.method().equals("GET")) {
      return route.endpoint().answer(call);
    }
    requireKey(route, key.get());
    String place = call.caller().token() + "\n" + key.get();
    if (!underWay.add(place)) {
      throw new Problem(
              409,
              "in_progress",
              "a request with the Idempotency-Key '" + key.get() + "' is still under way",
              "wait for its answer, or ask again in a moment")
          .with("Retry-After", "1");
    }
    try {
      return once(route, rawPath, call, key.get());
    } finally {
      underWay.remove(place);
    }
  }

  private Answer once(Route route, String rawPath, Call call, String key)
      throws Problem, RefusedException, IOException {
    Digest request = request(route, rawPath, call);
    Optional<KeptAnswer> kept = answers.find(call.caller(), key);
    if (kept.isPresent()) {
      return again(kept.get(), request, key);
    }
    Answer answer = route.endpoint().answer(call);
    if (answer instanceof Answer.Json json) {
      answers.keep(call.caller(), key, request, json.status(), json.body().toString());
    } else if (answer instanceof Answer.Nothing) {
      answers.keep(call.caller(), key, request, 204, "");
    }
    return answer;
  }

  private static Answer again(KeptAnswer kept, Digest request, String key) throws Problem {
    if (!kept.request().equals(request)) {
      throw new Problem(
          422,
          "idempotency_key_reused",
          "the Idempotency-Key '" + key + "' came with another request before",
          "take a new key for each request");
    }
    if (kept.body().isEmpty()) {
      return new Answer.Nothing();
    }
    try {
      return new Answer.Json(
          kept.status(), Fields.JSON.readTree(kept.body()), Map.of("Idempotent-Replayed", "true"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was kept was JSON", e);
    }
  }

  /** What is asked for. A body of parts is told by its length alone: it may be a large file. */
  private static Digest request(Route route, String rawPath, Call call)
      throws Problem, IOException {
    String body =
        call.body().isMultipart()
            ? call.header("Content-Length").orElse("")
            : call.fields().tree().toString();
    String all = route.method() + "\n" + rawPath + "\n" + call.query().tree() + "\n" + body;
    return Digest.of(all.getBytes(StandardCharsets.UTF_8));
  }

  private static void requireKey(Route route, String key) throws Problem {
    boolean printable = key.chars().allMatch(c -> c > ' ' && c < 127);
    if (key.isEmpty() || key.length() > MAX_KEY || !printable) {
      throw Problem.invalid(
          "an Idempotency-Key has 1 to " + MAX_KEY + " printable ASCII characters",
          "take a random UUID");
    }
    if (route.isAboutSecrets()) {
      throw Problem.invalid(
          "what brings or answers a secret is not kept, and so cannot be repeated",
          "leave the Idempotency-Key out");
    }
  }
}
