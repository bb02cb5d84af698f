package io.firmament.protocol.manifest;

import io.firmament.protocol.codec.Cbor;
import io.firmament.protocol.codec.CborDecoder;
import io.firmament.protocol.codec.CborEncoder;
import io.firmament.protocol.codec.DecodeException;
import io.firmament.protocol.codec.Fields;
import io.firmament.protocol.codec.ModuleCodec;
import io.firmament.protocol.codec.OfferCodec;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import java.time.Instant;
import java.util.HexFormat;

/** A manifest's payload to octets and back (docs/protocol.cddl, {@code manifest}). */
public final class ManifestCodec {
  private static final int MAX_COMPONENTS = 32;
  private static final int DEVICE_OCTETS = DeviceId.DIGITS / 2;

  private ManifestCodec() {}

  /** The payload's octets. */
  public static byte[] encode(Manifest manifest) {
    return CborEncoder.encode(
        Cbor.map()
            .put(1, manifest.product().number())
            .put(2, manifest.platform().number())
            .put(3, manifest.issued().getEpochSecond())
            .putIf(4, manifest.expiry(), expiry -> Cbor.uint(expiry.getEpochSecond()))
            .putIf(
                5, manifest.device(), device -> Cbor.bytes(HexFormat.of().parseHex(device.hex())))
            .put(6, Cbor.array(manifest.components(), ManifestCodec::encode))
            .build());
  }

  /**
   * A manifest out of its payload's octets.
   *
   * @throws DecodeException when they are malformed
   */
  public static Manifest decode(byte[] octets) throws DecodeException {
    Fields fields =
        Fields.of(
            "manifest", CborDecoder.decode("manifest", octets, OfferCodec.MAX_MANIFEST_OCTETS));
    Manifest manifest =
        new Manifest(
            new ProductId(fields.uint(1, "product", 1, ProductId.MAX)),
            new PlatformId((int) fields.uint(2, "platform", 0, 0xFFFF)),
            Instant.ofEpochSecond(fields.uint(3, "issued", 0, Fields.UINT32)),
            fields.optionalUint(4, "expiry", 0, Fields.UINT32).map(Instant::ofEpochSecond),
            fields.optional(5, ManifestCodec::device),
            fields.array(6, "components", 1, MAX_COMPONENTS, ManifestCodec::component));
    fields.end();
    return manifest;
  }

  private static DeviceId device(Cbor item) throws DecodeException {
    byte[] id = Fields.bytes("device id", item, DEVICE_OCTETS, DEVICE_OCTETS);
    return new DeviceId(HexFormat.of().formatHex(id));
  }

  private static Cbor encode(Manifest.Component component) {
    Cbor.MapBuilder map =
        ModuleCodec.put(Cbor.map(), component.module())
            .put(4, component.version().number())
            .put(5, component.imageSize())
            .put(6, Cbor.bytes(component.image().octets()));
    if (component.security() > 0) {
      map.put(7, component.security());
    }
    return map.putIf(8, component.requires(), ModuleCodec::encode)
        .putIf(9, component.heal())
        .build();
  }

  private static Manifest.Component component(Cbor item) throws DecodeException {
    Fields fields = Fields.of("component", item);
    Manifest.Component component =
        new Manifest.Component(
            ModuleCodec.name(fields),
            ModuleCodec.version(fields, 4),
            fields.uint(5, "image size", 1, Fields.UINT32),
            fields.digest(6, "image digest"),
            fields.optionalUint(7, "security", 1, Fields.UINT32).orElse(0L),
            fields.optionalArray(8, "requires", MAX_COMPONENTS, ModuleCodec::requirement),
            fields.flag(9, "heal"));
    fields.end();
    return component;
  }
}
