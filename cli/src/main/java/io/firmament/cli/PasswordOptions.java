package io.firmament.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A password: typed by a person, or read from a file; never an argument that others can see. */
final class PasswordOptions {
  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "Its first line is the password (/dev/stdin: the input); asked for otherwise.")
  private Optional<Path> file = Optional.empty();

  /** One that is known already. */
  String known(Host host, String question) throws CommandFailedException {
    return file.isPresent() ? read(file.get()) : asked(host, question);
  }

  /** One that is new: a person types it twice. */
  String chosen(Host host) throws CommandFailedException {
    if (file.isPresent()) {
      return read(file.get());
    }
    String password = asked(host, "New password: ");
    if (!password.equals(asked(host, "Once more: "))) {
      throw CommandFailedException.failed("these are two passwords", "type the same one twice");
    }
    return password;
  }

  private static String asked(Host host, String question) throws CommandFailedException {
    Optional<String> typed = host.isTerminal() ? host.askSecretly(question) : Optional.empty();
    return typed.orElseThrow(
        () ->
            CommandFailedException.usage(
                "a password is needed, and there is nobody to ask", "say --password-file FILE"));
  }

  private static String read(Path file) throws CommandFailedException {
    try {
      return Files.readString(file).lines().findFirst().orElse("");
    } catch (IOException e) {
      throw CommandFailedException.usage(
          "cannot read the file " + file, "give the path of a file that holds the password");
    }
  }

  /** A password is shown to nobody on the way. */
  static void requireConfidential(ApiClient client) throws CommandFailedException {
    if (!client.isConfidential()) {
      throw CommandFailedException.failed(
          "the password would go to " + client.server() + " unencrypted",
          "use an https URL, or do it on the server's machine");
    }
  }
}
