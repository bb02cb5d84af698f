package io.firmament.server.rest;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * The program that asks for a token, by the fields {@code client_id} and {@code client_secret} or
 * by HTTP Basic (RFC 6749 section 2.3.1). The known ones are published in their sources: they say
 * who asks, and prove nothing.
 *
 * @param id what it calls itself; empty where it does not say
 * @param secret what it says with it
 */
record OauthClient(String id, String secret) {
  private static final String BASIC = "basic ";
  private static final Map<String, String> KNOWN =
      Map.of(
          "particle", "particle",
          "particle-api", "particle-api",
          "particle-cli", "particle-cli",
          "CLI2", "client_secret_here",
          "firmament", "firmament");

  /** Who asks. */
  static OauthClient of(Fields fields, Optional<String> authorization) throws Problem {
    Optional<String> id = fields.text("client_id");
    if (id.isPresent()) {
      return new OauthClient(id.get(), fields.text("client_secret").orElse(""));
    }
    return authorization.flatMap(OauthClient::basic).orElse(new OauthClient("", ""));
  }

  /** Another kind of header is none of ours: clients send {@code Bearer null}. */
  private static Optional<OauthClient> basic(String header) {
    if (!header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return Optional.empty();
    }
    try {
      byte[] octets = Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
      String[] parts = new String(octets, StandardCharsets.UTF_8).split(":", 2);
      return Optional.of(new OauthClient(parts[0], parts.length > 1 ? parts[1] : ""));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  /** Whether anybody can say that he is this one. */
  boolean isPublic() {
    return KNOWN.containsKey(id);
  }

  /**
   * A login comes from a known program, or from one that does not say.
   *
   * @throws Problem 400 {@code invalid_client}
   */
  void requireKnown() throws Problem {
    boolean right = id.isEmpty() || secret.equals(KNOWN.get(id));
    if (!right) {
      throw new Problem(
          400,
          "invalid_client",
          "the client '" + id + "' is not known, or its secret is another",
          "leave client_id out, or send client_id=particle&client_secret=particle");
    }
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "OauthClient[" + id + "]";
  }
}
