package io.firmament.cli;

import io.firmament.certs.CredentialException;
import io.firmament.certs.ReleaseKey;
import io.firmament.certs.RootFile;
import io.firmament.certs.SigningKeys;
import io.firmament.protocol.codec.DecodeException;
import io.firmament.protocol.manifest.JudgeRoot;
import io.firmament.protocol.manifest.Root;
import io.firmament.protocol.manifest.RootVerdict;
import io.firmament.protocol.manifest.SignRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds signatures to the next root document. */
@Command(
    name = "sign",
    description = {
      "Adds signatures to the root document that 'root rotate' left unfinished.",
      "Look first at what it changes: 'root show DIR'."
    })
final class RootSignCommand implements Step {
  private final Host host;
  @Mixin private OutputOptions output;

  @Parameters(paramLabel = "DIR", description = "Where the unfinished document is.")
  private Path directory;

  @Option(
      names = "--key",
      required = true,
      paramLabel = "FILE",
      description = "A root key, repeatable.")
  private List<Path> keys;

  @Option(
      names = "--certs",
      paramLabel = "DIR",
      description = "Puts the finished document beside an installation's keys, too.")
  private Optional<Path> certs = Optional.empty();

  RootSignCommand(Host host) {
    this.host = host;
  }

  static Path draft(Path directory, long number) {
    return directory.resolve("root-" + number + ".draft.pem");
  }

  @Override
  public Integer call() throws CommandFailedException {
    try {
      RootFiles files = new RootFiles(directory, certs, new SecureRandom());
      Root before = files.newest();
      Path draft = draft(directory, before.number() + 1);
      byte[] signed = RootFile.read(draft);
      Root next = RootFiles.read(signed);
      for (Path key : keys) {
        signed = signed(files, signed, SigningKeys.read(key), List.of(before, next));
      }
      if (JudgeRoot.verify(before, signed) instanceof RootVerdict.Refused refused) {
        SmallFile.replace(draft, RootFile.pem(signed));
        host.err().println(refused.detail());
        return ExitCode.DONE;
      }
      CertsInitCommand.say(host, output, files.write(next.number(), signed));
      Files.delete(draft);
      host.err().println("publish it with 'firmament root publish'");
      return ExitCode.DONE;
    } catch (CredentialException e) {
      throw CommandFailedException.failed(e.getMessage(), e.hint());
    } catch (IOException e) {
      throw CommandFailedException.failed("cannot write to " + directory + ": " + e, "");
    }
  }

  private static byte[] signed(
      RootFiles files, byte[] document, ReleaseKey key, List<Root> documents)
      throws CommandFailedException {
    if (RootDraft.signers(List.of(key), documents).isEmpty()) {
      throw CommandFailedException.failed(
          "key " + key.id() + " is a root key of neither document",
          "'firmament root show' lists them");
    }
    try {
      return SignRoot.also(document, files.signer(key));
    } catch (DecodeException | GeneralSecurityException e) {
      throw CommandFailedException.failed("the document cannot be signed: " + e.getMessage(), "");
    }
  }
}
