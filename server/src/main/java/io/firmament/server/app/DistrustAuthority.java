package io.firmament.server.app;

import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.Authority;
import io.firmament.server.device.Credential;
import io.firmament.server.device.DeviceRecord;
import java.util.Optional;

/** Takes an authority from a product: the devices that it vouched for are disconnected. */
public final class DistrustAuthority {
  private final StateStore store;
  private final Fleet fleet;
  private final Credentials credentials;
  private final Authorities authorities;
  private final DeviceLink link;

  DistrustAuthority(
      StateStore store,
      Fleet fleet,
      Credentials credentials,
      Authorities authorities,
      DeviceLink link) {
    this.store = store;
    this.fleet = fleet;
    this.credentials = credentials;
    this.authorities = authorities;
    this.link = link;
  }

  /**
   * Distrusts an authority. Every device of the product with a certificate is disconnected; those
   * that another authority vouches for come back with a full handshake.
   *
   * @throws RefusedException NOT_FOUND when the product has no such authority
   */
  public void distrust(ProductId product, Digest key, Caller caller) throws RefusedException {
    Conflicts.again(() -> once(product, key));
    fleet.eachDevice(product, this::disconnectCertified);
  }

  private Authority once(ProductId product, Digest key) throws RefusedException, ConflictException {
    Stored<Authority> read =
        store
            .find(Tables.AUTHORITIES, Tables.key(product, key))
            .orElseThrow(
                () ->
                    new RefusedException(
                        RefusedException.Kind.NOT_FOUND,
                        "product " + product + " has no authority " + key.hex(),
                        "'firmament product ca P' lists those that there are"));
    store.commit(Change.change().remove(Tables.AUTHORITIES, read).build());
    authorities.reread();
    return read.value();
  }

  private void disconnectCertified(DeviceRecord device) {
    Optional<Credential> credential = credentials.of(device.id());
    if (credential.isEmpty() || credential.get() instanceof Credential.Certified) {
      link.disconnect(device.id());
    }
  }
}
