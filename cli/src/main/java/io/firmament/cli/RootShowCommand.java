package io.firmament.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.certs.CredentialException;
import io.firmament.certs.RootFile;
import io.firmament.protocol.codec.DecodeException;
import io.firmament.protocol.manifest.EntitledKey;
import io.firmament.protocol.manifest.JudgeRoot;
import io.firmament.protocol.manifest.KeyId;
import io.firmament.protocol.manifest.Root;
import io.firmament.protocol.manifest.RootVerdict;
import io.firmament.protocol.manifest.TrustedKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows root documents: who signed, what they say, and what changed. */
@Command(
    name = "show",
    description = "Shows the root documents of a directory: who signed, and what each one changes.")
final class RootShowCommand implements Step {
  private final Host host;
  @Mixin private OutputOptions output;

  @Parameters(paramLabel = "DIR", description = "Where root-N.pem are.")
  private Path directory;

  RootShowCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    try {
      SortedMap<Long, byte[]> documents = RootFile.readAll(directory);
      if (documents.isEmpty()) {
        throw CommandFailedException.failed(
            "there is no root document in " + directory, "'firmament root init' makes one");
      }
      Path draft = RootSignCommand.draft(directory, documents.lastKey() + 1);
      if (Files.exists(draft)) {
        documents.put(documents.lastKey() + 1, RootFile.read(draft));
      }
      ArrayNode all = JsonNodeFactory.instance.arrayNode();
      Optional<Root> before = Optional.empty();
      for (byte[] signed : documents.values()) {
        all.add(shown(before, signed));
        before = Optional.of(RootFiles.read(signed));
      }
      print(all);
      return ExitCode.DONE;
    } catch (CredentialException e) {
      throw CommandFailedException.failed(e.getMessage(), e.hint());
    }
  }

  private static ObjectNode shown(Optional<Root> before, byte[] signed)
      throws CommandFailedException {
    Root root = RootFiles.read(signed);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("number", root.number()).put("threshold", root.threshold());
    RootVerdict verdict =
        before.isPresent() ? JudgeRoot.verify(before.get(), signed) : JudgeRoot.anchor(signed);
    json.put("valid", verdict instanceof RootVerdict.Accepted);
    if (verdict instanceof RootVerdict.Refused refused) {
      json.put("fault", refused.detail());
    }
    json.set("signed_by_own", signers(signed, root));
    if (before.isPresent()) {
      json.set("signed_by_old", signers(signed, before.get()));
      json.set("changes", texts(changes(before.get(), root)));
    }
    json.set("keys", texts(lines(root)));
    return json;
  }

  private static ArrayNode signers(byte[] signed, Root by) throws CommandFailedException {
    try {
      return texts(JudgeRoot.signers(signed, by).stream().map(KeyId::hex).sorted().toList());
    } catch (DecodeException e) {
      throw CommandFailedException.failed("this is no root document: " + e.getMessage(), "");
    }
  }

  private static List<String> changes(Root before, Root root) {
    Set<String> old = new TreeSet<>(lines(before));
    Set<String> now = new TreeSet<>(lines(root));
    List<String> changes = new ArrayList<>();
    if (before.threshold() != root.threshold()) {
      changes.add("threshold " + before.threshold() + " → " + root.threshold());
    }
    old.stream().filter(line -> !now.contains(line)).forEach(line -> changes.add("- " + line));
    now.stream().filter(line -> !old.contains(line)).forEach(line -> changes.add("+ " + line));
    return changes;
  }

  private static List<String> lines(Root root) {
    return Stream.of(
            root.rootKeys().stream().map(key -> line("root key", key)),
            root.releaseKeys().stream().map(RootShowCommand::line),
            root.serverKeys().stream().map(key -> line("server key", key)),
            root.revoked().stream().map(KeyId::hex).sorted().map(id -> "revoked " + id))
        .flatMap(lines -> lines)
        .toList();
  }

  private static String line(String role, TrustedKey key) {
    return role + " " + key.id() + " (" + key.algorithm() + ")";
  }

  private static String line(EntitledKey key) {
    String products =
        key.products().isEmpty()
            ? "every product"
            : "products " + key.products().stream().sorted().toList();
    return line("release key", key.key()) + " for " + products;
  }

  private static ArrayNode texts(List<String> lines) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    lines.forEach(array::add);
    return array;
  }

  private void print(ArrayNode documents) {
    if (output.json()) {
      host.out().println(documents);
      return;
    }
    documents.forEach(
        json -> {
          host.out()
              .printf(
                  "root document %s: %s root keys must sign%n",
                  json.path("number").asText(), json.path("threshold").asText());
          host.out().printf("  signed by %s of its own%n", json.path("signed_by_own"));
          if (json.has("signed_by_old")) {
            host.out().printf("  signed by %s of the one before%n", json.path("signed_by_old"));
          }
          if (json.has("fault")) {
            host.out().println("  NOT VALID: " + json.path("fault").asText());
          }
          json.path("keys").forEach(line -> host.out().println("    " + line.asText()));
          json.path("changes").forEach(line -> host.out().println("  " + line.asText()));
        });
  }
}
