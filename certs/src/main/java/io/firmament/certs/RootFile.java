package io.firmament.certs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Signed root documents as files: one PEM block {@code FIRMAMENT ROOT}. What is in them is not
 * looked at here. {@code root-N.pem} beside an installation's certificates; {@code root.pem} beside
 * a device's credential.
 */
public final class RootFile {
  /** What a device's root document is called. */
  public static final String OF_DEVICE = "root.pem";

  private static final String LABEL = "FIRMAMENT ROOT";
  private static final Pattern NUMBERED = Pattern.compile("root-([1-9][0-9]{0,9})\\.pem");

  private RootFile() {}

  /** A document as text. */
  public static String pem(byte[] signed) {
    return Pem.write(LABEL, signed);
  }

  /** What document N is called. */
  public static String name(long number) {
    return "root-" + number + ".pem";
  }

  /**
   * The octets of a document.
   *
   * @throws CredentialException when the file cannot be read or holds something else
   */
  public static byte[] read(Path file) throws CredentialException {
    return Pem.readOne(file, LABEL).getContent();
  }

  /**
   * Writes a document to a new file, whole or not at all.
   *
   * @throws CredentialException when there is such a file, or the disk refuses
   */
  public static void write(Path file, byte[] signed, SecureRandom random)
      throws CredentialException {
    new KeyFileWriter(random).writeNew(file, pem(signed), false);
  }

  /**
   * All documents of a directory, by number; none where there is no directory.
   *
   * @throws CredentialException when one cannot be read
   */
  public static SortedMap<Long, byte[]> readAll(Path directory) throws CredentialException {
    SortedMap<Long, byte[]> documents = new TreeMap<>();
    List<Path> files = Files.isDirectory(directory) ? SigningKeys.list(directory) : List.of();
    for (Path file : files) {
      Matcher name = NUMBERED.matcher(file.getFileName().toString());
      if (name.matches()) {
        documents.put(Long.parseLong(name.group(1)), read(file));
      }
    }
    return documents;
  }

  /** The newest document of a directory, if it has one. */
  static Optional<byte[]> newest(Path directory) throws CredentialException {
    SortedMap<Long, byte[]> documents = readAll(directory);
    return documents.isEmpty() ? Optional.empty() : Optional.of(documents.get(documents.lastKey()));
  }

  /** The document beside a device's credential, if there is one. */
  static Optional<byte[]> ofDevice(Path directory) throws CredentialException {
    Path file = directory.resolve(OF_DEVICE);
    return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
  }
}
