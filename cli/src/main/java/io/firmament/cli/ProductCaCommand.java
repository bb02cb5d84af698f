package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.certs.CredentialException;
import io.firmament.certs.MadeFile;
import io.firmament.certs.ProductKeys;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The authorities whose certificates make devices of a product. */
@Command(
    name = "ca",
    description = {
      "The authorities whose certificates make devices of a product; lists them without an option.",
      "A device with such a certificate that nobody added comes into quarantine."
    })
final class ProductCaCommand implements Step {
  private static final int SHORT_KEY = 16;

  private final Host host;
  @Mixin private ApiOptions api;

  @ArgGroup(exclusive = true)
  private Change change = new Change();

  /** At most one of them. */
  private static final class Change {
    @Option(
        names = "--certs",
        paramLabel = "DIR",
        description =
            "Makes one in DIR/products/P, unless it is there, and gives it to the server.")
    private Optional<Path> certs = Optional.empty();

    @Option(
        names = "--certificate",
        paramLabel = "FILE",
        description = "Gives the server one that you have: PEM, on P-256.")
    private Optional<Path> certificate = Optional.empty();

    @Option(
        names = "--remove",
        paramLabel = "KEY",
        description = "Takes one away; devices that it vouched for are disconnected.")
    private Optional<String> remove = Optional.empty();
  }

  @Parameters(paramLabel = "P", description = "Number or slug of the product.")
  private String product;

  ProductCaCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ApiClient client = api.client(host);
    String path = "/v1/products/" + ApiClient.segment(product);
    if (change.remove.isPresent()) {
      remove(client, path + "/authorities", change.remove.get());
    } else if (change.certs.isPresent()) {
      String slug = client.get(path).at("/product/slug").asText();
      add(client, path + "/authorities", made(change.certs.get(), slug));
    } else if (change.certificate.isPresent()) {
      add(client, path + "/authorities", CredentialOptions.text(change.certificate.get()));
    } else {
      list(client, path + "/authorities");
    }
    return ExitCode.DONE;
  }

  private String made(Path certs, String slug) throws CommandFailedException {
    try {
      List<MadeFile> made = ProductKeys.make(certs, slug, Instant.now(), new SecureRandom());
      made.forEach(file -> host.err().println(file.path() + "\n    " + file.purpose()));
      return ProductKeys.read(certs, slug).certificatePem();
    } catch (CredentialException e) {
      throw CommandFailedException.failed(e.getMessage(), e.hint());
    }
  }

  private void add(ApiClient client, String path, String pem) throws CommandFailedException {
    ObjectNode wish = JsonNodeFactory.instance.objectNode().put("certificate", pem);
    JsonNode added = client.post(path, wish).path("authority");
    if (api.json()) {
      host.out().println(added);
    } else {
      host.out().printf("%s vouches for devices of %s%n", key(added), product);
    }
  }

  private void remove(ApiClient client, String path, String key) throws CommandFailedException {
    List<String> found =
        StreamSupport.stream(client.get(path).path("authorities").spliterator(), false)
            .map(authority -> authority.path("id").asText())
            .filter(id -> id.startsWith(key))
            .toList();
    if (found.size() != 1) {
      throw CommandFailedException.failed(
          found.size() + " authorities of " + product + " have a key that begins with " + key,
          "'firmament product ca " + product + "' lists them");
    }
    client.delete(path + "/" + found.get(0));
    if (api.json()) {
      host.out().println(JsonNodeFactory.instance.objectNode().put("removed", found.get(0)));
    } else {
      host.out().printf("%s vouches for nobody any more%n", found.get(0).substring(0, SHORT_KEY));
    }
  }

  private void list(ApiClient client, String path) throws CommandFailedException {
    JsonNode authorities = client.get(path).path("authorities");
    if (api.json()) {
      host.out().println(authorities);
      return;
    }
    Table table = new Table("KEY", "UNTIL", "NAME");
    authorities.forEach(
        authority ->
            table.row(
                key(authority),
                authority.path("not_after").asText(),
                authority.path("subject").asText()));
    table.print(host.out(), host.columns());
  }

  private static String key(JsonNode authority) {
    return authority.path("id").asText().substring(0, SHORT_KEY);
  }
}
