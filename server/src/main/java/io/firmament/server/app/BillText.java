package io.firmament.server.app;

import io.firmament.server.device.DeviceRecord;
import io.firmament.server.transfer.Attempt;
import io.firmament.server.transfer.Octets;
import io.firmament.server.transfer.UpdateBytes;
import io.firmament.server.transfer.WireBytes;
import java.time.Duration;
import java.util.Locale;

/** What an update was and has cost, in words and as an event (features OBS3, SM9). */
final class BillText {
  private BillText() {}

  static ServerEvent event(DeviceRecord device, Attempt ended, UpdateBytes cost) {
    WireBytes bytes = cost.bytes();
    String data =
        String.format(
            Locale.ROOT,
            "{\"result\":\"%s\",\"from\":%s,\"to\":%d,\"seconds\":%d,\"bytes\":{%s,%s,%s,%s,%s},"
                + "\"whole\":%b}",
            result(ended),
            ended.from().map(v -> Integer.toString(v.number())).orElse("null"),
            ended.to().number(),
            seconds(ended),
            json("handshake", bytes.handshake()),
            json("control", bytes.control()),
            json("firmware", bytes.firmware()),
            json("repeated", bytes.repeated()),
            json("total", bytes.total()),
            cost.whole());
    return EventNames.of(device, EventNames.UPDATE_ENDED, data, ended.since());
  }

  private static String json(String name, Octets octets) {
    return String.format(
        Locale.ROOT, "\"%s\":{\"up\":%d,\"down\":%d}", name, octets.up(), octets.down());
  }

  /** For the log. */
  static String line(Attempt ended, UpdateBytes cost) {
    WireBytes bytes = cost.bytes();
    return String.format(
        Locale.ROOT,
        "%s, version %s to %s in %d s; octets up and down: handshake %s, control %s, firmware %s,"
            + " repeated %s%s",
        result(ended),
        ended.from().map(Object::toString).orElse("none"),
        ended.to(),
        seconds(ended),
        pair(bytes.handshake()),
        pair(bytes.control()),
        pair(bytes.firmware()),
        pair(bytes.repeated()),
        cost.whole() ? "" : ", less what a killed server had counted");
  }

  private static String pair(Octets octets) {
    return octets.up() + "+" + octets.down();
  }

  private static String result(Attempt ended) {
    return ended.state().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static long seconds(Attempt ended) {
    return Duration.between(ended.offeredAt(), ended.since()).toSeconds();
  }
}
