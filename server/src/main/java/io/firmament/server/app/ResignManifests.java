package io.firmament.server.app;

import io.firmament.protocol.manifest.AuthenticateManifest;
import io.firmament.protocol.manifest.Authentication;
import io.firmament.protocol.manifest.Root;
import io.firmament.protocol.value.ByteRange;
import io.firmament.server.device.Product;
import io.firmament.server.release.Firmware;
import io.firmament.server.release.SignedManifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/**
 * After a new root document: what was signed with a key that it does not list is signed anew, with
 * the same content, where the product is signed by the server.
 */
final class ResignManifests {
  private final StateStore store;
  private final Fleet fleet;
  private final BlobStore blobs;
  private final BlobOwners owners;
  private final SweepBlobs sweep;
  private final SignManifest sign;

  ResignManifests(
      StateStore store,
      Fleet fleet,
      BlobStore blobs,
      BlobOwners owners,
      SweepBlobs sweep,
      SignManifest sign) {
    this.store = store;
    this.fleet = fleet;
    this.blobs = blobs;
    this.owners = owners;
    this.sweep = sweep;
    this.sign = sign;
  }

  /** Signs anew what can be; what cannot be is said, one sentence each. */
  List<String> resign(Root root) {
    List<String> warnings = new ArrayList<>();
    Lock hold = sweep.hold();
    try {
      for (Product product : fleet.all(Tables.PRODUCTS, "")) {
        for (Firmware firmware : fleet.firmware(product.id())) {
          resign(root, product, firmware).ifPresent(warnings::add);
        }
      }
      sweep.strayed(); // What was signed before.
    } finally {
      hold.unlock();
    }
    return warnings;
  }

  private Optional<String> resign(Root root, Product product, Firmware firmware) {
    try {
      byte[] signed = octets(firmware.manifest());
      Authentication now = AuthenticateManifest.verify(signed, root.trustedKeys(), product.id());
      if (now instanceof Authentication.Genuine) {
        return Optional.empty();
      }
      String why = ((Authentication.Refused) now).detail();
      if (product.offlineSigned()) {
        return Optional.of(
            refused(product, firmware, why) + "upload a higher version with another manifest");
      }
      replace(firmware, sign.again(product, signed));
      return Optional.empty();
    } catch (RefusedException e) {
      return Optional.of(refused(product, firmware, e.getMessage()) + e.hint());
    } catch (IOException e) {
      return Optional.of(refused(product, firmware, e.getMessage()) + "look at the disk");
    }
  }

  private static String refused(Product product, Firmware firmware, String why) {
    return "devices of product '"
        + product.slug()
        + "' will refuse version "
        + firmware.version()
        + ": "
        + why
        + "; ";
  }

  private byte[] octets(SignedManifest manifest) throws IOException {
    return blobs.read(manifest.digest(), new ByteRange(0, manifest.sizeBytes()));
  }

  private void replace(Firmware firmware, SignedManifest manifest) throws RefusedException {
    // Before anybody can offer it: a fast device asks for it at once.
    owners.add(firmware.withManifest(manifest));
    Conflicts.again(
        () -> {
          Stored<Firmware> read =
              store
                  .find(Tables.FIRMWARE, Tables.key(firmware.product(), firmware.version()))
                  .orElseThrow(() -> FindFirmware.notFound(firmware.version()));
          store.commit(
              Change.change()
                  .replace(Tables.FIRMWARE, read, read.value().withManifest(manifest))
                  .build());
          return read;
        });
  }
}
