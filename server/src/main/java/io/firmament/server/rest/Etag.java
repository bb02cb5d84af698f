package io.firmament.server.rest;

import io.firmament.protocol.value.Digest;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.device.Group;
import io.firmament.server.release.Firmware;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What an operator has seen of a thing, as an entity tag (RFC 9110 section 8.8.3): a digest of what
 * operators decide about it, and not of what the thing does by itself meanwhile.
 */
final class Etag {
  private static final int DIGITS = 16;

  private Etag() {}

  static String of(DeviceRecord device) {
    return tag(
        List.of(
            device.id(),
            device.product(),
            device.name(),
            device.notes(),
            device.approval(),
            device.assignment()));
  }

  static String of(Group group) {
    return tag(List.of(group));
  }

  static String of(Firmware firmware) {
    return tag(
        List.of(
            firmware.product(),
            firmware.version(),
            firmware.title(),
            firmware.description(),
            firmware.image()));
  }

  /**
   * What {@code If-Match} asks for (RFC 9110 section 13.1.1); nothing where it is not there.
   *
   * @param tag the tag of a thing
   */
  static <T> Predicate<T> unchanged(Call call, Function<T, String> tag) {
    Optional<String> wished = call.header("If-Match").map(String::strip);
    if (wished.isEmpty() || wished.get().equals("*")) {
      return thing -> true;
    }
    List<String> tags = Arrays.stream(wished.get().split(",")).map(String::strip).toList();
    return thing -> tags.contains(tag.apply(thing));
  }

  private static String tag(List<?> parts) {
    byte[] text = parts.toString().getBytes(StandardCharsets.UTF_8);
    return '"' + Digest.of(text).hex().substring(0, DIGITS) + '"';
  }
}
