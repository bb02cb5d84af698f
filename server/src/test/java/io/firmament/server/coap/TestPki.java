package io.firmament.server.coap;

import io.firmament.certs.CredentialException;
import io.firmament.certs.CredentialKind;
import io.firmament.certs.DeviceCredential;
import io.firmament.certs.DeviceOrder;
import io.firmament.certs.InstallationKeys;
import io.firmament.certs.ProductKeys;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

/** An installation's keys in a directory of the test, and credentials of devices made with them. */
final class TestPki {
  private final Path directory;
  private final SecureRandom random = new SecureRandom();
  private final InstallationKeys keys;

  TestPki(Path directory) {
    this.directory = directory;
    try {
      keys = InstallationKeys.openOrMake(List.of(), directory, ManualClock.BEGIN, random);
    } catch (CredentialException e) {
      throw new AssertionError(e);
    }
  }

  ServerIdentity server() {
    return new ServerIdentity(keys.serverKey(), keys.serverCertificate());
  }

  /** A fresh raw key. */
  DeviceCredential rawKey(String id) {
    return make(DeviceOrder.of(id, CredentialKind.RPK));
  }

  /** A fresh certificate of a product's authority, which is made when it is missing. */
  DeviceCredential certified(String id, String product) {
    authority(product);
    return make(DeviceOrder.certified(id, product));
  }

  /** The certificate of a product's authority, as PEM. */
  String authority(String product) {
    try {
      ProductKeys.make(directory, product, ManualClock.BEGIN, random);
      return ProductKeys.read(directory, product).certificatePem();
    } catch (CredentialException e) {
      throw new AssertionError(e);
    }
  }

  private DeviceCredential make(DeviceOrder order) {
    try {
      List<io.firmament.certs.MadeFile> made =
          DeviceCredential.make(directory, order, ManualClock.BEGIN, random);
      Path device = made.get(0).path().getParent();
      DeviceCredential credential = DeviceCredential.read(device);
      // The next one for the same device gets a directory of its own.
      java.nio.file.Files.move(device, directory.resolve("used-" + System.nanoTime()));
      return credential;
    } catch (CredentialException | java.io.IOException e) {
      throw new AssertionError(e);
    }
  }
}
