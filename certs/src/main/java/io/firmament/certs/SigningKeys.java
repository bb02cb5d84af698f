package io.firmament.certs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Keys that sign, as files: root keys, which are kept apart from everything, and the release keys
 * of single products, {@code release-N.key} beside the installation's own.
 */
public final class SigningKeys {
  private static final Pattern OF_PRODUCT = Pattern.compile("release-([1-9][0-9]{0,9})\\.key");
  private static final String SECRET = ".key";
  private static final String PUBLIC = ".pub";

  private SigningKeys() {}

  /**
   * Makes a key in a directory: {@code NAME.key}, readable by its owner alone, and {@code
   * NAME.pub}.
   *
   * @param directory made when it is missing
   * @param purpose what it is for, a noun phrase
   * @throws CredentialException when there is such a key already, or the disk refuses
   */
  public static List<MadeFile> make(
      Path directory, String name, String purpose, SecureRandom random) throws CredentialException {
    KeyPair pair = KeyPairs.freshP256(random);
    KeyFileWriter writer = new KeyFileWriter(random);
    writer.makeDirectory(directory);
    Path secret = directory.resolve(name + SECRET);
    Path open = directory.resolve(name + PUBLIC);
    writer.writeNew(secret, Pem.write(Pem.PRIVATE_KEY, pair.getPrivate().getEncoded()), true);
    writer.writeNew(open, Pem.write(Pem.PUBLIC_KEY, pair.getPublic().getEncoded()), false);
    return List.of(
        new MadeFile(secret, "private " + purpose + ". Secret"),
        new MadeFile(open, "public half of it. Public"));
  }

  /**
   * Reads a private key and computes its public half.
   *
   * @throws CredentialException when the file cannot be read or holds something else
   */
  public static ReleaseKey read(Path file) throws CredentialException {
    PrivateKey key = Pem.readPrivateKey(file);
    return ReleaseKey.of(key, KeyPairs.publicHalf(key, file.toString()), file.toString());
  }

  /**
   * Reads all private keys of a directory, {@code *.key}, in the order of their names.
   *
   * @throws CredentialException when one cannot be read, or there is none
   */
  public static List<ReleaseKey> readAll(Path directory) throws CredentialException {
    List<ReleaseKey> keys = new ArrayList<>();
    for (Path file : list(directory)) {
      if (file.getFileName().toString().endsWith(SECRET)) {
        keys.add(read(file));
      }
    }
    if (keys.isEmpty()) {
      throw new CredentialException(
          "there is no private key in " + directory, "name files with '--key', or make them");
    }
    return List.copyOf(keys);
  }

  /**
   * The release keys of single products, by the products' numbers.
   *
   * @param directories searched in this order; the first file of a name counts
   * @throws CredentialException when one cannot be read
   */
  public static Map<Long, ReleaseKey> ofProducts(List<Path> directories)
      throws CredentialException {
    Map<Long, ReleaseKey> keys = new TreeMap<>();
    for (Path directory : directories) {
      for (Path file : Files.isDirectory(directory) ? list(directory) : List.<Path>of()) {
        Matcher name = OF_PRODUCT.matcher(file.getFileName().toString());
        if (name.matches() && !keys.containsKey(Long.parseLong(name.group(1)))) {
          keys.put(Long.parseLong(name.group(1)), read(file));
        }
      }
    }
    return keys;
  }

  static List<Path> list(Path directory) throws CredentialException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(Files::isRegularFile).sorted(Comparator.naturalOrder()).toList();
    } catch (IOException e) {
      throw new CredentialException(
          "cannot list " + directory + ": " + e, "check that it is a directory", e);
    }
  }
}
