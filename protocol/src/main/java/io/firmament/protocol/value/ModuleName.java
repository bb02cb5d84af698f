package io.firmament.protocol.value;

/**
 * Which module of a device is meant: its kind, and a number or (for assets) a name among those of
 * its kind.
 *
 * @param kind what it is
 * @param index its number among the modules of its kind, 0 to 255; 0 for assets
 * @param name an asset's name, 1 to 64 characters; empty for every other kind
 */
public record ModuleName(ModuleKind kind, int index, String name) {
  /** The application of a product. */
  public static final ModuleName APPLICATION = new ModuleName(ModuleKind.APPLICATION, 0, "");

  private static final int MAX_NAME = 64;

  /**
   * @throws InvalidValueException when the index is out of range, an asset has no name, or another
   *     kind has one
   */
  public ModuleName {
    if (index < 0 || index > 0xFF) {
      throw new InvalidValueException("module index", "a number from 0 to 255", index);
    }
    boolean asset = kind == ModuleKind.ASSET;
    if (asset && (name.isEmpty() || name.length() > MAX_NAME || index != 0)) {
      throw new InvalidValueException(
          "asset name", "1 to " + MAX_NAME + " characters, index 0", name);
    }
    if (!asset && !name.isEmpty()) {
      throw new InvalidValueException("module name", "empty for anything but an asset", name);
    }
  }

  /** A module that has a number. */
  public static ModuleName of(ModuleKind kind, int index) {
    return new ModuleName(kind, index, "");
  }

  /** An asset. */
  public static ModuleName asset(String name) {
    return new ModuleName(ModuleKind.ASSET, 0, name);
  }
}
