package io.firmament.protocol.codec;

import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleKind;
import io.firmament.protocol.value.ModuleName;
import io.firmament.protocol.value.Requirement;

/** Module names and requirements, which stand in hellos and manifests alike. */
public final class ModuleCodec {
  private static final int KIND = 1;
  private static final int INDEX = 2;
  private static final int NAME = 3;
  private static final int VERSION = 4;
  private static final int MAX_NAME = 64;
  private static final WireEnum<ModuleKind> KINDS =
      WireEnum.of("module kind", ModuleKind.values(), ModuleKind::wire);

  private ModuleCodec() {}

  /** Adds a module's name to a map: kind under 1, and its index under 2 or its name under 3. */
  public static Cbor.MapBuilder put(Cbor.MapBuilder map, ModuleName module) {
    map.put(KIND, module.kind().wire());
    return module.kind() == ModuleKind.ASSET
        ? map.put(NAME, Cbor.text(module.name()))
        : map.put(INDEX, module.index());
  }

  /** Reads what {@link #put} writes. */
  public static ModuleName name(Fields fields) throws DecodeException {
    ModuleKind kind = fields.value(KIND, "module kind", KINDS::read);
    return kind == ModuleKind.ASSET
        ? ModuleName.asset(fields.text(NAME, "asset name", 1, MAX_NAME))
        : ModuleName.of(kind, (int) fields.uint(INDEX, "module index", 0, 0xFF));
  }

  /** A module's kind alone. */
  static ModuleKind kind(Fields fields) throws DecodeException {
    return fields.value(KIND, "module kind", KINDS::read);
  }

  /** Reads a version under a key. */
  public static FirmwareVersion version(Fields fields, long key) throws DecodeException {
    return new FirmwareVersion((int) fields.uint(key, "version", 0, FirmwareVersion.MAX));
  }

  /** A requirement as an item. */
  public static Cbor encode(Requirement requirement) {
    return put(Cbor.map(), requirement.module())
        .put(VERSION, requirement.version().number())
        .build();
  }

  /** Reads what {@link #encode} writes. */
  public static Requirement requirement(Cbor item) throws DecodeException {
    Fields fields = Fields.of("requirement", item);
    Requirement requirement = new Requirement(name(fields), version(fields, VERSION));
    fields.end();
    return requirement;
  }
}
