package io.firmament.server.app;

import io.firmament.certs.CredentialException;
import io.firmament.certs.DevicePublicKey;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.InvalidValueException;
import io.firmament.server.device.Credential;
import java.util.Locale;
import java.util.Optional;

/** What devices are registered with, and whose a raw public key is: one device's at most. */
final class Credentials {
  private static final String WHERE = "what was sent";
  private final StateStore store;

  Credentials(StateStore store) {
    this.store = store;
  }

  Optional<Credential> of(DeviceId device) {
    return stored(device).map(Stored::value);
  }

  private Optional<Stored<Credential>> stored(DeviceId device) {
    return store.find(Tables.CREDENTIALS, Tables.key(device));
  }

  /** The device of a raw public key. */
  Optional<DeviceId> owner(Digest key) {
    return store
        .find(Tables.RAW_KEYS, key.hex())
        .map(ref -> new DeviceId(ref.value().key()))
        .filter(device -> of(device).filter(new Credential.RawKey(key)::equals).isPresent());
  }

  /**
   * Makes a credential the device's only one, as part of a bigger change.
   *
   * @return whether it is another one than before
   * @throws RefusedException CONFLICT when the key is another device's
   */
  boolean put(Change.Builder change, DeviceId device, Credential credential)
      throws RefusedException {
    Optional<Stored<Credential>> before = stored(device);
    if (before.map(Stored::value).filter(credential::equals).isPresent()) {
      return false;
    }
    if (credential instanceof Credential.RawKey raw) {
      claim(change, device, raw.key());
    }
    before.map(Stored::value).ifPresent(old -> release(change, old));
    if (before.isPresent()) {
      change.replace(Tables.CREDENTIALS, before.get(), credential);
    } else {
      change.create(Tables.CREDENTIALS, Tables.key(device), credential);
    }
    return true;
  }

  /** Takes a device's credential away, as part of a bigger change. */
  void remove(Change.Builder change, DeviceId device) {
    Optional<Stored<Credential>> before = stored(device);
    before.ifPresent(
        old -> {
          release(change, old.value());
          change.remove(Tables.CREDENTIALS, old);
        });
  }

  private void claim(Change.Builder change, DeviceId device, Digest key) throws RefusedException {
    Optional<DeviceId> owner = owner(key);
    if (owner.isPresent()) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "the public key is that of device " + owner.get(),
          "make a key for each device: who has it is that device");
    }
    Tables.Ref now = new Tables.Ref(device.hex());
    Optional<Stored<Tables.Ref>> stale = store.find(Tables.RAW_KEYS, key.hex());
    if (stale.isPresent()) {
      change.replace(Tables.RAW_KEYS, stale.get(), now);
    } else {
      change.create(Tables.RAW_KEYS, key.hex(), now);
    }
  }

  private void release(Change.Builder change, Credential old) {
    if (old instanceof Credential.RawKey raw) {
      store
          .find(Tables.RAW_KEYS, raw.key().hex())
          .ifPresent(ref -> change.remove(Tables.RAW_KEYS, ref));
    }
  }

  /**
   * Checks what an operator brings.
   *
   * @throws RefusedException INVALID; says why
   */
  static Credential checked(DeviceId device, NewCredential wish) throws RefusedException {
    try {
      if (wish instanceof NewCredential.SharedKey psk) {
        return new Credential.SharedKey(psk.hex().toLowerCase(Locale.ROOT));
      }
      if (wish instanceof NewCredential.PublicKey raw) {
        return new Credential.RawKey(digest(DevicePublicKey.of(WHERE, raw.pem())));
      }
      if (wish instanceof NewCredential.Certificate certificate) {
        return certified(device, certificate);
      }
      throw new AssertionError("the list of credentials is closed: " + wish.getClass());
    } catch (CredentialException e) {
      throw new RefusedException(RefusedException.Kind.INVALID, e.getMessage(), e.hint());
    } catch (InvalidValueException e) {
      throw new RefusedException(
          RefusedException.Kind.INVALID,
          e.getMessage(),
          "make one with 'firmament certs device DIR " + device + " --kind psk'");
    }
  }

  private static Credential certified(DeviceId device, NewCredential.Certificate wish)
      throws CredentialException {
    return wish.pem().isEmpty()
        ? new Credential.Certified(Optional.empty())
        : new Credential.Certified(
            Optional.of(digest(DevicePublicKey.certified(WHERE, wish.pem().get(), device.hex()))));
  }

  private static Digest digest(DevicePublicKey key) {
    return Digest.of(key.encoded());
  }
}
