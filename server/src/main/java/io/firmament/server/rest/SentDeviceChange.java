package io.firmament.server.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.server.app.DeviceChange;
import io.firmament.server.app.DeviceChange.LockWish;
import io.firmament.server.device.DeviceRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What a body wants to be different about devices, and how the answer says so. */
final class SentDeviceChange {
  private static final String LOCK = "desired_firmware_version";

  private SentDeviceChange() {}

  /**
   * Reads it.
   *
   * @param fields where it stands
   * @param nameless the name of a device that has none
   * @param changed gets what is changed
   */
  static DeviceChange of(
      Fields fields, Predicate<DeviceRecord> unchanged, String nameless, ObjectNode changed)
      throws Problem {
    Optional<String> name = cleared(fields, "name", nameless, changed);
    Optional<String> notes = cleared(fields, "notes", "", changed);
    Optional<Boolean> approved = flag(fields, "approved", changed);
    Optional<Boolean> development = flag(fields, "development", changed);
    Optional<LockWish> lock = lock(fields, changed);
    Optional<List<String>> groups = Optional.empty();
    if (fields.has("groups")) {
      List<String> names = fields.isNull("groups") ? List.of() : fields.texts("groups");
      ArrayNode array = changed.putArray("groups");
      names.forEach(array::add);
      groups = Optional.of(names);
    }
    return new DeviceChange(unchanged, name, notes, approved, development, lock, groups);
  }

  private static Optional<String> cleared(
      Fields fields, String field, String otherwise, ObjectNode changed) throws Problem {
    if (!fields.has(field)) {
      return Optional.empty();
    }
    Optional<String> text = fields.text(field);
    text.ifPresentOrElse(now -> changed.put(field, now), () -> changed.putNull(field));
    return Optional.of(text.orElse(otherwise));
  }

  private static Optional<Boolean> flag(Fields fields, String field, ObjectNode changed)
      throws Problem {
    Optional<Boolean> flag = fields.flag(field);
    flag.ifPresent(now -> changed.put(field, now));
    return flag;
  }

  private static Optional<LockWish> lock(Fields fields, ObjectNode changed) throws Problem {
    if (!fields.has(LOCK)) {
      return Optional.empty();
    }
    if (fields.isNull(LOCK)) {
      changed.putNull(LOCK);
      return Optional.of(new LockWish(Optional.empty(), false));
    }
    long number = fields.number(LOCK).orElseThrow();
    FirmwareVersion version = new FirmwareVersion(Numbers.asInt(number));
    changed.put(LOCK, version.number());
    return Optional.of(new LockWish(Optional.of(version), fields.flag("flash").orElse(false)));
  }
}
