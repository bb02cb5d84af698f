package io.firmament.cli;

import io.firmament.certs.CredentialException;
import io.firmament.certs.MadeFile;
import io.firmament.certs.ReleaseKey;
import io.firmament.certs.RootFile;
import io.firmament.protocol.codec.DecodeException;
import io.firmament.protocol.manifest.JudgeRoot;
import io.firmament.protocol.manifest.KeySigner;
import io.firmament.protocol.manifest.ReadManifest;
import io.firmament.protocol.manifest.Root;
import io.firmament.protocol.manifest.RootVerdict;
import io.firmament.protocol.manifest.SignRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The root documents of a directory, and where copies of new ones go. */
final class RootFiles {
  private final Path directory;
  private final Optional<Path> certs;
  private final SecureRandom random;

  RootFiles(Path directory, Path certs, SecureRandom random) {
    this(directory, Optional.of(certs), random);
  }

  RootFiles(Path directory, Optional<Path> certs, SecureRandom random) {
    this.directory = directory;
    this.certs = certs;
    this.random = random;
  }

  /** The newest document, its chain verified from the first one on. */
  Root newest() throws CredentialException, CommandFailedException {
    SortedMap<Long, byte[]> documents = RootFile.readAll(directory);
    Optional<Root> trusted = Optional.empty();
    for (byte[] signed : documents.values()) {
      RootVerdict verdict =
          trusted.isPresent() ? JudgeRoot.verify(trusted.get(), signed) : JudgeRoot.anchor(signed);
      if (verdict instanceof RootVerdict.Refused refused) {
        throw CommandFailedException.failed(
            "the documents in " + directory + " are no chain: " + refused.detail(),
            "'firmament root show' says who signed");
      }
      trusted = Optional.of(((RootVerdict.Accepted) verdict).root());
    }
    return trusted.orElseThrow(
        () ->
            CommandFailedException.failed(
                "there is no root document in " + directory, "'firmament root init' makes one"));
  }

  void requireFree(long number) throws CommandFailedException {
    for (Path place : places()) {
      if (Files.exists(place.resolve(RootFile.name(number)))) {
        throw CommandFailedException.failed(
            place.resolve(RootFile.name(number)) + " exists already",
            "'firmament root rotate' makes the next one");
      }
    }
  }

  /** Signs a document and writes it: into the directory, and beside the installation's keys. */
  List<MadeFile> write(Root root, List<ReleaseKey> signers)
      throws CredentialException, CommandFailedException {
    return write(root.number(), sign(root, signers));
  }

  List<MadeFile> write(long number, byte[] signed)
      throws CredentialException, CommandFailedException {
    if (signed.length > Root.MAX_OCTETS) {
      throw CommandFailedException.failed(
          "the document has " + signed.length + " octets, and at most " + Root.MAX_OCTETS + " go",
          "list fewer keys or fewer products");
    }
    List<MadeFile> made = new ArrayList<>();
    for (Path place : places()) {
      Path file = place.resolve(RootFile.name(number));
      RootFile.write(file, signed, random);
      made.add(new MadeFile(file, "root document " + number + ". Public"));
    }
    return made;
  }

  private List<Path> places() {
    List<Path> places = new ArrayList<>(List.of(directory));
    certs.filter(other -> !other.equals(directory)).ifPresent(places::add);
    return places;
  }

  byte[] sign(Root root, List<ReleaseKey> signers) throws CommandFailedException {
    try {
      return SignRoot.sign(root, signers.stream().map(this::signer).toList());
    } catch (GeneralSecurityException e) {
      throw CommandFailedException.failed("a root key does not sign: " + e.getMessage(), "");
    }
  }

  KeySigner signer(ReleaseKey key) {
    return KeySigner.of(key.publicKey().key(), content -> key.sign(content, random));
  }

  /** What a document says, whoever signed it. */
  static Root read(byte[] signed) throws CommandFailedException {
    try {
      return ReadManifest.root(signed);
    } catch (DecodeException e) {
      throw CommandFailedException.failed(
          "this is no root document: " + e.getMessage(), "'firmament root init' makes one");
    }
  }
}
