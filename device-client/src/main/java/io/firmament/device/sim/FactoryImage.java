package io.firmament.device.sim;

import io.firmament.device.core.ImageFacts;
import io.firmament.device.core.InstalledImage;
import io.firmament.device.core.ManifestOctets;
import io.firmament.device.core.SlotStore;
import io.firmament.device.core.StorageFailedException;
import io.firmament.protocol.manifest.Manifest;
import io.firmament.protocol.manifest.ManifestSigner;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.ModuleName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Fills an empty device. Nobody has to vouch for what a factory installs; so that it has a manifest
 * like everything else that runs, one is signed with a key that is forgotten at once.
 */
final class FactoryImage {
  private FactoryImage() {}

  static void install(SlotStore store, Factory factory) throws IOException, StorageFailedException {
    byte[] octets = Files.readAllBytes(factory.image());
    if (octets.length == 0) {
      throw new IOException("the factory image " + factory.image() + " is empty");
    }
    Manifest manifest = manifest(factory, octets);
    store.fillFactory(
        new InstalledImage(facts(manifest), ManifestOctets.of(sign(manifest)), 0),
        new ByteArrayInputStream(octets));
  }

  private static Manifest manifest(Factory factory, byte[] octets) {
    Manifest.Component component =
        new Manifest.Component(
            ModuleName.APPLICATION,
            factory.version(),
            octets.length,
            Digest.of(octets),
            0,
            List.of(),
            false);
    return new Manifest(
        factory.product(),
        factory.platform(),
        Instant.EPOCH,
        Optional.empty(),
        Optional.empty(),
        List.of(component));
  }

  private static ImageFacts facts(Manifest manifest) {
    Manifest.Component component = manifest.components().get(0);
    return new ImageFacts(
        component.module(),
        component.version(),
        component.image(),
        component.imageSize(),
        component.security(),
        manifest.issued());
  }

  private static byte[] sign(Manifest manifest) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = generator.generateKeyPair();
      return new ManifestSigner(keys.getPrivate(), keys.getPublic()).sign(manifest);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has ECDSA on P-256", e);
    }
  }
}
