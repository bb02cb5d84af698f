package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.access.Token;
import io.firmament.server.access.User;
import io.firmament.server.device.Authority;
import io.firmament.server.device.Credential;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.device.Group;
import io.firmament.server.device.Product;
import io.firmament.server.release.Firmware;
import io.firmament.server.release.Flash;
import io.firmament.server.release.Release;
import io.firmament.server.release.RootDocument;
import io.firmament.server.release.Scope;
import io.firmament.server.session.ReportWindow;
import io.firmament.server.transfer.Attempt;
import io.firmament.server.transfer.DeviceLedger;
import io.firmament.server.transfer.Runs;
import io.firmament.server.transfer.UpdateBytes;
import java.util.List;
import java.util.Locale;

/** What is kept where. */
public final class Tables {
  /** What a name stands for. */
  record Ref(String key) {}

  static final Table<Product> PRODUCTS = new Table<>("products", Product.class);
  static final Table<Ref> PRODUCT_SLUGS = new Table<>("product-slugs", Ref.class);
  static final Table<DeviceRecord> DEVICES = new Table<>("devices", DeviceRecord.class);
  static final Table<Ref> DEVICE_NAMES = new Table<>("device-names", Ref.class);
  static final Table<Ref> PRODUCT_DEVICES = new Table<>("product-devices", Ref.class);
  static final Table<Credential> CREDENTIALS = new Table<>("credentials", Credential.class);
  static final Table<Ref> RAW_KEYS = new Table<>("raw-keys", Ref.class);
  static final Table<Authority> AUTHORITIES = new Table<>("authorities", Authority.class);
  static final Table<Ref> QUARANTINE = new Table<>("quarantine", Ref.class);
  static final Table<Firmware> FIRMWARE = new Table<>("firmware", Firmware.class);
  static final Table<Flash> FLASHES = new Table<>("flashes", Flash.class);

  /** What flashes and deleted versions leave in the blobs, until it has been swept. */
  static final Table<Firmware> LEFT_BLOBS = new Table<>("left-blobs", Firmware.class);

  static final Table<Group> GROUPS = new Table<>("groups", Group.class);
  static final Table<Ref> STANDING = new Table<>("standing", Ref.class);
  static final Table<Release> RELEASES = new Table<>("releases", Release.class);
  static final Table<Attempt> ATTEMPTS = new Table<>("attempts", Attempt.class);
  static final Table<Attempt> ATTEMPT_HISTORY = new Table<>("attempt-history", Attempt.class);
  static final Table<ReportWindow> REPORTS = new Table<>("reports", ReportWindow.class);
  static final Table<Told> PRESENCE = new Table<>("presence", Told.class);
  static final Table<DeviceLedger> LEDGERS = new Table<>("ledgers", DeviceLedger.class);
  static final Table<UpdateBytes> UPDATE_BYTES = new Table<>("update-bytes", UpdateBytes.class);
  static final Table<Runs> RUNS = new Table<>("runs", Runs.class);
  static final Table<RootDocument> ROOTS = new Table<>("roots", RootDocument.class);
  static final Table<Token> TOKENS = new Table<>("tokens", Token.class);
  static final Table<Ref> OWNERS = new Table<>("owners", Ref.class);
  static final Table<KeptAnswer> ANSWERS = new Table<>("answers", KeptAnswer.class);
  static final Table<User> USERS = new Table<>("users", User.class);

  private Tables() {}

  /** What decisions look at: kept in memory, too. */
  static List<Table<?>> mirrored() {
    return List.of(
        PRODUCTS,
        DEVICES,
        PRODUCT_DEVICES,
        FIRMWARE,
        FLASHES,
        GROUPS,
        STANDING,
        RELEASES,
        ATTEMPTS,
        CREDENTIALS,
        RAW_KEYS,
        QUARANTINE);
  }

  /** Of what a product's catalogue is made. */
  static List<Table<?>> catalogued() {
    return List.of(FIRMWARE, FLASHES, GROUPS, STANDING, RELEASES);
  }

  /** All tables. */
  public static List<Table<?>> all() {
    return List.of(
        PRODUCTS,
        PRODUCT_SLUGS,
        DEVICES,
        DEVICE_NAMES,
        PRODUCT_DEVICES,
        CREDENTIALS,
        RAW_KEYS,
        AUTHORITIES,
        QUARANTINE,
        FIRMWARE,
        FLASHES,
        LEFT_BLOBS,
        GROUPS,
        STANDING,
        RELEASES,
        ATTEMPTS,
        ATTEMPT_HISTORY,
        REPORTS,
        PRESENCE,
        LEDGERS,
        UPDATE_BYTES,
        RUNS,
        ROOTS,
        TOKENS,
        USERS,
        OWNERS,
        ANSWERS);
  }

  static String rootKey(long number) {
    return String.format(Locale.ROOT, "%010d", number);
  }

  static String key(ProductId product) {
    return String.format(Locale.ROOT, "%010d", product.number());
  }

  static String key(ProductId product, FirmwareVersion version) {
    return key(product) + String.format(Locale.ROOT, "/%05d", version.number());
  }

  static String key(ProductId product, DeviceId device) {
    return key(product) + "/" + device.hex();
  }

  static String key(ProductId product, Scope scope) {
    return scope
        .group()
        .map(g -> numbered(product, g.number()))
        .orElseGet(() -> key(product) + "/default");
  }

  static String key(DeviceId device) {
    return device.hex();
  }

  static String key(ProductId product, Digest authority) {
    return key(product) + "/" + authority.hex();
  }

  static String numbered(String key, long number) {
    return key + String.format(Locale.ROOT, "/%010d", number);
  }

  static String numbered(ProductId product, long number) {
    return numbered(key(product), number);
  }
}
