package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.firmament.certs.CredentialException;
import io.firmament.certs.RootFile;
import java.nio.file.Path;
import java.util.Base64;
import java.util.SortedMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Hands root documents to the server. */
@Command(
    name = "publish",
    description = {
      "Hands the root documents of a directory to the server, those that it lacks, in order.",
      "Devices are told of them at their next hello."
    })
final class RootPublishCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;

  @Parameters(paramLabel = "DIR", description = "Where root-N.pem are.")
  private Path directory;

  RootPublishCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ApiClient client = api.client(host);
    long newest = 0;
    for (JsonNode root : client.get("/v1/roots").path("roots")) {
      newest = Math.max(newest, root.path("number").asLong());
    }
    ArrayNode published = JsonNodeFactory.instance.arrayNode();
    for (byte[] document : documents().tailMap(newest + 1).values()) {
      published.add(publish(client, document));
    }
    if (api.json()) {
      host.out().println(published);
    } else if (published.isEmpty()) {
      host.out().println("the server has root document " + newest + ", nothing here is newer");
    }
    return ExitCode.DONE;
  }

  private SortedMap<Long, byte[]> documents() throws CommandFailedException {
    try {
      return RootFile.readAll(directory);
    } catch (CredentialException e) {
      throw CommandFailedException.failed(e.getMessage(), e.hint());
    }
  }

  private JsonNode publish(ApiClient client, byte[] document) throws CommandFailedException {
    JsonNode root =
        client.post(
            "/v1/roots",
            JsonNodeFactory.instance
                .objectNode()
                .put("document", Base64.getEncoder().encodeToString(document)));
    if (!api.json()) {
      host.out().println("root document " + root.path("number").asText() + " is published");
    }
    root.path("warnings").forEach(warning -> host.err().println("warning: " + warning.asText()));
    return root;
  }
}
