package io.firmament.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.certs.CertificateProof;
import io.firmament.certs.DeviceCredential;
import io.firmament.certs.PskProof;
import io.firmament.certs.RawKeyProof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** By what the server shall believe a device. */
final class CredentialOptions {
  private static final long MAX_FILE_BYTES = 64 * 1024;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Source source = new Source();

  /** Exactly one of them. */
  private static final class Source {
    @Option(
        names = "--credentials",
        paramLabel = "DIR",
        description = "What 'certs device' made: DIR/devices/ID, or the DIR above it.")
    private Optional<Path> credentials = Optional.empty();

    @Option(
        names = "--public-key",
        paramLabel = "FILE",
        description = "The public key that the device shows (RFC 7250): PEM, on P-256.")
    private Optional<Path> publicKey = Optional.empty();

    @Option(
        names = "--certificate",
        paramLabel = "FILE",
        description = "The one certificate that counts: PEM.")
    private Optional<Path> certificate = Optional.empty();

    @Option(
        names = "--x509",
        description = "Any certificate of its product's authority that names it.")
    private boolean anyCertificate;
  }

  /** The device's directory, if that is what was given. */
  Optional<Path> directory() {
    return source.credentials;
  }

  /**
   * What the server is told.
   *
   * @param id the device
   * @throws CommandFailedException when a file cannot be used, or a secret would cross the network
   */
  ObjectNode json(String id, ApiClient client) throws CommandFailedException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (source.credentials.isPresent()) {
      return json(DeviceAddCommand.read(source.credentials.get(), id), client);
    }
    if (source.publicKey.isPresent()) {
      return json.put("kind", "rpk").put("public_key", text(source.publicKey.get()));
    }
    json.put("kind", "x509");
    if (source.certificate.isPresent()) {
      json.put("certificate", text(source.certificate.get()));
    }
    return json;
  }

  /** What the server is told of a device that holds this credential. */
  static ObjectNode json(DeviceCredential credential, ApiClient client)
      throws CommandFailedException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    DeviceCredential.Proof proof = credential.proof();
    json.put("kind", proof.kind().label());
    if (proof instanceof PskProof psk) {
      requireConfidential(client);
      return json.put("key", Base64.getEncoder().encodeToString(psk.key().getEncoded()));
    }
    if (proof instanceof RawKeyProof raw) {
      return json.put("public_key", raw.publicPem());
    }
    if (proof instanceof CertificateProof) {
      return json;
    }
    throw new AssertionError("the list of proofs is closed: " + proof.kind());
  }

  private static void requireConfidential(ApiClient client) throws CommandFailedException {
    if (!client.isConfidential()) {
      throw CommandFailedException.failed(
          "the device's secret key would cross the network unencrypted to " + client.server(),
          "run this on the server's machine, or use an https URL");
    }
  }

  /** A small text file. */
  static String text(Path file) throws CommandFailedException {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw CommandFailedException.usage(
            file + " has more than " + MAX_FILE_BYTES + " bytes", "another file is meant");
      }
      return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw CommandFailedException.failed(
          "cannot read " + file + ": " + e.getMessage(), "check that it is there and yours");
    }
  }
}
