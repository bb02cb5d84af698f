package io.firmament.cli;

import io.firmament.certs.CredentialException;
import io.firmament.certs.InstallationKeys;
import io.firmament.certs.ReleaseKey;
import io.firmament.certs.ReleasePublicKey;
import io.firmament.certs.RootFile;
import io.firmament.certs.SigningKeys;
import io.firmament.protocol.manifest.JudgeRoot;
import io.firmament.protocol.manifest.KeyId;
import io.firmament.protocol.manifest.Root;
import io.firmament.protocol.manifest.RootVerdict;
import io.firmament.protocol.value.InvalidValueException;
import io.firmament.protocol.value.ProductId;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes the next root document. */
@Command(
    name = "rotate",
    description = {
      "Makes the next root document: the newest one of DIR with what the options change.",
      "It must be signed by the thresholds of both. What signatures are missing is said; others add",
      "theirs with 'root sign'."
    })
final class RootRotateCommand implements Step {
  private final Host host;
  @Mixin private OutputOptions output;

  @Parameters(paramLabel = "DIR", description = "What 'root init' filled.")
  private Path directory;

  @Option(
      names = "--certs",
      paramLabel = "DIR",
      description = "Puts the document beside an installation's keys, too.")
  private Optional<Path> certs = Optional.empty();

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "A root key that signs, repeatable; all *.key of DIR otherwise.")
  private List<Path> keys = List.of();

  @Option(
      names = "--add-root-key",
      paramLabel = "FILE.pub",
      description = "A further root key, repeatable.")
  private List<Path> rootKeys = List.of();

  @Option(
      names = "--release-key",
      paramLabel = "FILE.pub[:N,…]",
      description = "A release key, for these products only or for all; repeatable.")
  private List<String> releaseKeys = List.of();

  @Option(
      names = "--server-key",
      paramLabel = "DIR",
      description = "Pins the key of the server with these installation's files, too; repeatable.")
  private List<Path> servers = List.of();

  @Option(names = "--remove", paramLabel = "KEYID", description = "Drops a key; repeatable.")
  private List<String> removed = List.of();

  @Option(
      names = "--revoke",
      paramLabel = "KEYID",
      description = "Drops a key and says that nobody is to believe it; repeatable.")
  private List<String> revoked = List.of();

  @Option(
      names = "--threshold",
      paramLabel = "N",
      description = "How many root keys must sign from now on.")
  private Optional<Integer> threshold = Optional.empty();

  RootRotateCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    try {
      RootFiles files = new RootFiles(directory, certs, new SecureRandom());
      Root before = files.newest();
      RootDraft draft = RootDraft.after(before);
      change(draft);
      Root next = draft.root();
      files.requireFree(next.number());
      List<ReleaseKey> signers = RootDraft.signers(signers(), List.of(before, next));
      byte[] signed = files.sign(next, required(signers));
      if (JudgeRoot.verify(before, signed) instanceof RootVerdict.Refused refused) {
        return unfinished(next, signed, refused);
      }
      CertsInitCommand.say(host, output, files.write(next.number(), signed));
      host.err().println("publish it with 'firmament root publish'");
      return ExitCode.DONE;
    } catch (CredentialException e) {
      throw CommandFailedException.failed(e.getMessage(), e.hint());
    } catch (InvalidValueException e) {
      throw CommandFailedException.failed(
          e.getMessage(), "'root rotate --help' says what it takes");
    }
  }

  private List<ReleaseKey> signers() throws CredentialException {
    if (keys.isEmpty()) {
      return SigningKeys.readAll(directory);
    }
    List<ReleaseKey> named = new ArrayList<>();
    for (Path key : keys) {
      named.add(SigningKeys.read(key));
    }
    return named;
  }

  private static List<ReleaseKey> required(List<ReleaseKey> signers) throws CommandFailedException {
    if (signers.isEmpty()) {
      throw CommandFailedException.failed(
          "none of the given keys is a root key of either document",
          "'firmament root show' lists them");
    }
    return signers;
  }

  private void change(RootDraft draft) throws CredentialException, CommandFailedException {
    for (Path file : rootKeys) {
      for (ReleasePublicKey key : ReleasePublicKey.readAll(file)) {
        draft.addRootKey(key.key());
      }
    }
    for (String listed : releaseKeys) {
      int colon = listed.lastIndexOf(':');
      boolean some = colon > 0 && listed.substring(colon + 1).matches("[0-9]{1,10}(,[0-9]{1,10})*");
      draft.addReleaseKeys(
          Path.of(some ? listed.substring(0, colon) : listed),
          some ? products(listed.substring(colon + 1)) : Set.of());
    }
    for (Path server : servers) {
      draft.addServerKey(InstallationKeys.readServerKey(server));
    }
    for (String id : removed) {
      draft.remove(new KeyId(id));
    }
    revoked.forEach(id -> draft.revoke(new KeyId(id)));
    threshold.ifPresent(draft::threshold);
  }

  private static Set<ProductId> products(String list) {
    return Arrays.stream(list.split(","))
        .map(number -> new ProductId(Long.parseLong(number)))
        .collect(Collectors.toSet());
  }

  /** What is not signed by enough waits beside, under a name that nobody publishes. */
  private Integer unfinished(Root next, byte[] signed, RootVerdict.Refused refused)
      throws CredentialException {
    Path draft = RootSignCommand.draft(directory, next.number());
    RootFile.write(draft, signed, new SecureRandom());
    CertsInitCommand.say(
        host,
        output,
        List.of(
            new io.firmament.certs.MadeFile(
                draft, "root document " + next.number() + ", not signed by enough keys")));
    host.err().println(refused.detail());
    host.err()
        .println("the others sign it with 'firmament root sign " + directory + " --key FILE'");
    return ExitCode.DONE;
  }
}
