package io.firmament.cli;

import io.firmament.certs.CredentialException;
import io.firmament.certs.MadeFile;
import io.firmament.certs.RootFile;
import io.firmament.certs.SigningKeys;
import io.firmament.protocol.manifest.Root;
import io.firmament.protocol.value.InvalidValueException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes root keys and the first root document. */
@Command(
    name = "init",
    description = {
      "Makes root keys and root document 1, for the release key and the server of an installation.",
      "The document is put beside the installation's keys, too: 'serve' publishes it from there,",
      "and 'certs device' gives it to devices."
    })
final class RootInitCommand implements Step {
  private final Host host;
  @Mixin private OutputOptions output;

  @Parameters(paramLabel = "DIR", description = "Where the root keys go; made when missing.")
  private Path directory;

  @Option(
      names = "--certs",
      required = true,
      paramLabel = "DIR",
      description = "What 'certs init' filled.")
  private Path certs;

  @Option(
      names = "--keys",
      defaultValue = "3",
      paramLabel = "N",
      description = "How many root keys, 1 to 8 (default: ${DEFAULT-VALUE}).")
  private int keys;

  @Option(
      names = "--threshold",
      defaultValue = "2",
      paramLabel = "N",
      description = "How many of them must sign (default: ${DEFAULT-VALUE}).")
  private int threshold;

  RootInitCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    if (keys < 1 || keys > Root.MAX_ROOT_KEYS || threshold < 1 || threshold > keys) {
      throw CommandFailedException.usage(
          "the threshold " + threshold + " of " + keys + " keys makes no sense",
          "1 to " + Root.MAX_ROOT_KEYS + " keys, and at most as many signatures");
    }
    SecureRandom random = new SecureRandom();
    try {
      RootDraft draft = RootDraft.first(certs, threshold);
      CertsInitCommand.say(host, output, make(draft, random));
      host.err()
          .println(
              "keep the root keys apart from each other and offline; "
                  + RootFile.name(1)
                  + " is for everybody");
      return ExitCode.DONE;
    } catch (CredentialException e) {
      throw CommandFailedException.failed(e.getMessage(), e.hint());
    } catch (InvalidValueException e) {
      throw CommandFailedException.failed(e.getMessage(), "'root init --help' says what it takes");
    }
  }

  private List<MadeFile> make(RootDraft draft, SecureRandom random)
      throws CredentialException, CommandFailedException {
    RootFiles files = new RootFiles(directory, certs, random);
    files.requireFree(1);
    List<MadeFile> made = new ArrayList<>();
    for (int i = 1; i <= keys; i++) {
      made.addAll(SigningKeys.make(directory, "root-" + i, "root key " + i, random));
    }
    draft.addRootKeys(SigningKeys.readAll(directory));
    made.addAll(files.write(draft.root(), SigningKeys.readAll(directory)));
    return made;
  }
}
