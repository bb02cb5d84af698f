package io.firmament.protocol.image;

import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.Requirement;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A module that a Particle module needs (module_dependency_t of Device OS): 4 octets.
 *
 * @param function what that module is for; none where nothing is needed
 * @param index its number among those of its function
 * @param version its lowest version
 */
record ParticleDependency(ParticleFunction function, int index, int version) {
  /** Reads one; empty when these octets cannot be one. */
  static Optional<ParticleDependency> at(ByteBuffer file, int offset) {
    int index = file.get(offset + 1) & 0xFF;
    int version = file.getShort(offset + 2) & 0xFFFF;
    return ParticleFunction.ofNumber(file.get(offset) & 0xFF)
        .filter(known -> known != ParticleFunction.NONE || (index == 0 && version == 0))
        .map(known -> new ParticleDependency(known, index, version));
  }

  boolean needsSomething() {
    return function != ParticleFunction.NONE;
  }

  Requirement requirement() throws ImageException {
    return new Requirement(
        function
            .module(index)
            .orElseThrow(
                () ->
                    new ImageException(
                        ImageFault.UNSUPPORTED, "dependency", "an installable module", function)),
        new FirmwareVersion(version));
  }
}
