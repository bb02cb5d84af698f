package io.firmament.server.rest;

import io.firmament.server.app.NewCredential;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The field {@code credential} of a device: {@code {"kind":"psk","key":base64}}, {@code
 * {"kind":"rpk","public_key":PEM}} or {@code {"kind":"x509","certificate":PEM}}, where without a
 * certificate any of the product's authority counts.
 */
final class SentCredential {
  private SentCredential() {}

  /** What was sent; empty where nothing was. A secret never comes over a line that others read. */
  static Optional<NewCredential> of(Call call) throws Problem, IOException {
    Optional<Fields> credential = call.fields().object("credential");
    if (credential.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = credential.get();
    String kind = fields.required("kind");
    return Optional.of(
        switch (kind) {
          case "psk" -> sharedKey(fields, call);
          case "rpk" -> new NewCredential.PublicKey(fields.required("public_key"));
          case "x509" -> new NewCredential.Certificate(fields.text("certificate"));
          default ->
              throw Problem.invalid(
                  "there is no credential of kind '" + kind + "'",
                  "the kind is 'psk', 'rpk' or 'x509'");
        });
  }

  private static NewCredential sharedKey(Fields fields, Call call) throws Problem {
    if (!call.confidential()) {
      throw new Problem(
          403,
          "not_confidential",
          "a secret key came over a connection that others can read",
          "add the device from the server's own machine, and give it another key: this one is"
              + " known now");
    }
    try {
      byte[] key = Base64.getDecoder().decode(fields.required("key"));
      return new NewCredential.SharedKey(HexFormat.of().formatHex(key));
    } catch (IllegalArgumentException e) {
      throw Problem.invalid("the credential's key is not base64", "send it as in psk.key");
    }
  }
}
