package io.firmament.certs;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * Text with PEM blocks (RFC 7468), from a file or from elsewhere; text around the blocks is
 * skipped.
 *
 * @param where what it came from, for errors: a path, or words
 * @param text the text; it may hold a secret and is never shown
 */
record PemText(String where, String text) {
  /** No file here comes near it; a mistaken path shall not fill the memory. */
  static final int MAX_BYTES = 64 * 1024;

  /** Reads a file. */
  static PemText of(Path file) throws CredentialException {
    try {
      long bytes = Files.size(file);
      if (bytes > MAX_BYTES) {
        throw tooLarge(file.toString(), bytes);
      }
      return new PemText(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException e) {
      throw new CredentialException(
          "there is no file " + file,
          "'firmament certs init' makes an installation's files, 'firmament certs device' a device's",
          e);
    } catch (IOException e) {
      throw new CredentialException(
          "cannot read " + file + ": " + e, "check that it is a file that this user may read", e);
    }
  }

  /** Takes what came over the network or on the command line. */
  static PemText of(String where, String text) throws CredentialException {
    if (text.length() > MAX_BYTES) {
      throw tooLarge(where, text.length());
    }
    return new PemText(where, text);
  }

  private static CredentialException tooLarge(String where, long bytes) {
    return new CredentialException(
        where + " has " + bytes + " bytes, a credential has at most " + MAX_BYTES,
        "another file is meant");
  }

  /** All blocks; none where there are none. */
  List<PemObject> blocks() throws CredentialException {
    List<PemObject> blocks = new ArrayList<>();
    try (PemReader reader = new PemReader(new StringReader(text))) {
      for (PemObject block = reader.readPemObject(); block != null; ) {
        blocks.add(block);
        block = reader.readPemObject();
      }
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw malformed("PEM", e);
    }
    return blocks;
  }

  /** Whether there is a block with this label, whatever is in it. */
  boolean holds(String label) {
    return text.contains("-----BEGIN " + label + "-----");
  }

  /** All blocks, at least one, all with this label. */
  List<PemObject> blocks(String label) throws CredentialException {
    List<PemObject> blocks = blocks();
    for (PemObject block : blocks) {
      requireLabel(label, block.getType());
    }
    if (blocks.isEmpty()) {
      throw new CredentialException(
          where + " must hold a block " + label + ", but holds no PEM block at all",
          hintWithoutBlock());
    }
    return blocks;
  }

  /** The one block. */
  PemObject block(String label) throws CredentialException {
    List<PemObject> blocks = blocks(label);
    if (blocks.size() != 1) {
      throw new CredentialException(
          where + " must hold one block " + label + ", but holds " + blocks.size(),
          "split the file, one block each");
    }
    return blocks.get(0);
  }

  private void requireLabel(String expected, String actual) throws CredentialException {
    if (!actual.equals(expected)) {
      throw new CredentialException(
          where + " must hold a block " + expected + ", but holds " + actual,
          hint(expected, actual));
    }
  }

  private String hint(String expected, String actual) {
    if (actual.endsWith(Pem.PRIVATE_KEY)) {
      return expected.equals(Pem.PRIVATE_KEY)
          ? "convert it: openssl pkcs8 -topk8 -nocrypt -in " + where + " -out NEW"
          : "a private key stays where it is; its public half: openssl pkey -in "
              + where
              + " -pubout";
    }
    return expected.equals(Pem.PUBLIC_KEY) && actual.equals(Pem.CERTIFICATE)
        ? "the key in it: openssl x509 -in " + where + " -noout -pubkey"
        : "another file is meant";
  }

  private String hintWithoutBlock() {
    if (text.startsWith("ssh-") || text.startsWith("ecdsa-sha2-")) {
      return "this is a key for SSH: ssh-keygen -e -m PKCS8 -f " + where;
    }
    boolean der = !text.isEmpty() && text.charAt(0) == 0x30;
    return der
        ? "this seems to be DER: openssl pkey -inform DER, or openssl x509 -inform DER, makes PEM"
        : "the file is damaged, or another file is meant";
  }

  /** What is in a block is not what its label says. */
  CredentialException malformed(String expected, Exception cause) {
    return new CredentialException(
        where + " is not " + expected + ": " + cause.getMessage(),
        "the file is damaged or cut off, or another file is meant",
        cause);
  }

  @Override
  public String toString() {
    return "PemText[" + where + "]";
  }
}
