package io.firmament.protocol.image;

import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.InvalidValueException;
import io.firmament.protocol.value.ModuleName;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import io.firmament.protocol.value.Requirement;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A file that claims to be a Particle module: checked from the outside to the inside, then read.
 */
record ParticleModule(ByteBuffer file, ParticleHeader header) {
  /** The SHA-256, the suffix's size and the CRC. */
  private static final int BEHIND_DIGESTED = 38;

  private static final int RESERVED_BYTES = 2;
  private static final int SMALLEST_SUFFIX = 36;

  FirmwareImage read() throws ImageException {
    checkSize();
    checkCrc();
    List<ParticleExtension> extensions = new ArrayList<>();
    int bodyBegin = header.end();
    if (header.has(ParticleHeader.PREFIX_EXTENSIONS)) {
      int room = file.limit() - ParticleSuffix.CRC_BYTES - SMALLEST_SUFFIX;
      extensions.addAll(ParticleExtension.between(file, bodyBegin, room));
    }
    ParticleSuffix suffix = ParticleSuffix.read(file, bodyBegin);
    checkDigest();
    extensions.addAll(suffix.extensions());
    return image(suffix, extensions);
  }

  private void checkSize() throws ImageException {
    if (header.has(ParticleHeader.COMBINED)) {
      throw new ImageException(
          ImageFault.UNSUPPORTED, "modules in the file", "one", "more than one");
    }
    long smallest = header.end() + SMALLEST_SUFFIX + ParticleSuffix.CRC_BYTES;
    if (header.size() != file.limit() || header.size() < smallest) {
      String expected = Math.max(header.size(), smallest) + " octets";
      throw new ImageException(ImageFault.WRONG_SIZE, "size", expected, file.limit());
    }
  }

  private void checkCrc() throws ImageException {
    int at = file.limit() - ParticleSuffix.CRC_BYTES;
    CRC32 crc = new CRC32();
    crc.update(file.slice(0, at));
    int stored = Integer.reverseBytes(file.getInt(at));
    int actual = (int) crc.getValue();
    if (stored != actual) {
      HexFormat hex = HexFormat.of();
      throw new ImageException(
          ImageFault.WRONG_CHECKSUM, "CRC-32", hex.toHexDigits(stored), hex.toHexDigits(actual));
    }
  }

  /**
   * The digest in the suffix covers all before it; in a module that is written without its header
   * it may also cover what is written, up to the reserved field (radio stacks do).
   */
  private void checkDigest() throws ImageException {
    int at = file.limit() - BEHIND_DIGESTED;
    byte[] octets = new byte[Digest.BYTES];
    file.get(at, octets);
    Digest stored = Digest.ofOctets(octets);
    Digest actual = ReadImage.digest(file, 0, at);
    boolean holds =
        stored.equals(actual)
            || (header.has(ParticleHeader.DROPS_HEADER)
                && stored.equals(ReadImage.digest(file, header.end(), at - RESERVED_BYTES)));
    if (!holds) {
      throw new ImageException(ImageFault.WRONG_DIGEST, "SHA-256", stored, actual);
    }
  }

  private FirmwareImage image(ParticleSuffix suffix, List<ParticleExtension> extensions)
      throws ImageException {
    return new FirmwareImage(
        ImageFormat.PARTICLE_MODULE,
        file.limit(),
        ReadImage.digest(file, 0, file.limit()),
        Optional.of(new PlatformId(header.platform())),
        Optional.of(name(extensions)),
        Optional.of(new FirmwareVersion(header.version())),
        product(suffix.product()),
        Optional.of(suffix.version())
            .filter(version -> version != ParticleSuffix.UNSAID)
            .map(FirmwareVersion::new),
        requirements(extensions));
  }

  private Optional<ProductId> product(int number) {
    boolean unsaid = number == 0 || number == ParticleSuffix.UNSAID || number == header.platform();
    return unsaid ? Optional.empty() : Optional.of(new ProductId(number));
  }

  private ModuleName name(List<ParticleExtension> extensions) throws ImageException {
    if (header.function() == ParticleFunction.ASSET) {
      return assetName(extensions);
    }
    return header
        .function()
        .module(header.index())
        .orElseThrow(
            () ->
                new ImageException(
                    ImageFault.UNSUPPORTED,
                    "function",
                    "an installable module",
                    header.function()));
  }

  private ModuleName assetName(List<ParticleExtension> extensions) throws ImageException {
    for (ParticleExtension extension : extensions) {
      if (extension.type() == ParticleExtension.NAME) {
        try {
          ByteBuffer octets = file.slice(extension.offset(), extension.length());
          return ModuleName.asset(StandardCharsets.UTF_8.newDecoder().decode(octets).toString());
        } catch (CharacterCodingException | InvalidValueException e) {
          throw new ImageException(
              ImageFault.WRONG_FIELD, "asset name", "1 to 64 characters in UTF-8", e.getMessage());
        }
      }
    }
    throw new ImageException(ImageFault.WRONG_FIELD, "asset name", "an extension", "none");
  }

  private List<Requirement> requirements(List<ParticleExtension> extensions) throws ImageException {
    List<ParticleDependency> dependencies = new ArrayList<>(header.dependencies());
    for (ParticleExtension extension : extensions) {
      if (extension.type() == ParticleExtension.DEPENDENCY) {
        dependencies.add(
            ParticleDependency.at(file, extension.withLength(4).offset())
                .orElseThrow(
                    () ->
                        new ImageException(
                            ImageFault.WRONG_FIELD, "dependency", "a module", "none")));
      }
    }
    List<Requirement> requirements = new ArrayList<>();
    for (ParticleDependency dependency : dependencies) {
      if (dependency.needsSomething()) {
        requirements.add(dependency.requirement());
      }
    }
    return requirements;
  }
}
