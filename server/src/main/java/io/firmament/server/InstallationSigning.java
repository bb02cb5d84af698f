package io.firmament.server;

import io.firmament.certs.CredentialException;
import io.firmament.certs.InstallationKeys;
import io.firmament.certs.ReleaseKey;
import io.firmament.certs.SigningKeys;
import io.firmament.protocol.manifest.KeyId;
import io.firmament.protocol.manifest.Manifest;
import io.firmament.protocol.manifest.ManifestSigner;
import io.firmament.protocol.manifest.TrustedKeys;
import io.firmament.server.app.ManifestSigning;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The installation's keys: its release key, and those of products that have one of their own. */
final class InstallationSigning implements ManifestSigning {
  private final InstallationKeys installation;
  private final ManifestSigner general;
  private final Map<Long, ManifestSigner> ofProducts = new HashMap<>();

  /**
   * @param directories where release keys of products are looked for, first to last
   * @throws CredentialException when one of them cannot be used
   */
  InstallationSigning(InstallationKeys installation, List<Path> directories, SecureRandom random)
      throws CredentialException {
    this.installation = installation;
    this.general = signer(installation.releaseKey(), random);
    SigningKeys.ofProducts(directories)
        .forEach((product, key) -> ofProducts.put(product, signer(key, random)));
  }

  private static ManifestSigner signer(ReleaseKey key, SecureRandom random) {
    return new ManifestSigner(key.publicKey().key(), content -> key.sign(content, random));
  }

  @Override
  public byte[] sign(Manifest manifest) throws GeneralSecurityException {
    return ofProducts.getOrDefault(manifest.product().number(), general).sign(manifest);
  }

  @Override
  public TrustedKeys given() {
    return TrustedKeys.of(installation.releaseKey().publicKey().key());
  }

  @Override
  public Optional<KeyId> serverKey() {
    return Optional.of(KeyId.of(installation.serverCertificate().getPublicKey()));
  }
}
