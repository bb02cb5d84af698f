package io.firmament.protocol.message;

/**
 * An event of a device; its name is in the path.
 *
 * @param id of the report
 * @param data text, up to 864 octets in UTF-8, which may be empty
 */
public record DeviceEvent(ReportId id, String data) implements Message {}
