package io.firmament.device.emulation;

import io.firmament.device.emulation.Incidents.BlackoutAfter;
import io.firmament.protocol.value.InvalidValueException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Links as people write them: a profile, and what is different from it. */
final class LinkSpelling {
  private static final String SETTINGS =
      "delay, jitter, rate, queue, mtu, loss, burst, dup, reorder or blackout, with up- or down-"
          + " before it for one direction, or jitter-reorder, half-duplex, overhead, blackout-after,"
          + " rebind, rebind-after or nat-timeout";

  private static final int LARGEST_OVERHEAD = 1000;

  private LinkSpelling() {}

  /**
   * A link as it is spelt.
   *
   * @throws InvalidValueException when it is neither a profile nor a setting, or a value is none
   */
  static LinkSettings parse(String text) {
    Iterator<String> parts = Arrays.asList(text.split(",", -1)).iterator();
    String first = parts.next();
    LinkSettings link =
        LinkProfile.find(first).map(LinkProfile::settings).orElseGet(() -> parseFirst(first));
    while (parts.hasNext()) {
      link = with(link, parts.next());
    }
    return link;
  }

  private static LinkSettings parseFirst(String part) {
    boolean meantAsProfile = part.indexOf('=') < 0 && !isFlag(part);
    return meantAsProfile ? LinkProfile.of(part).settings() : with(LinkSettings.CLEAR, part);
  }

  private static boolean isFlag(String part) {
    return List.of("half-duplex", "jitter-reorder").contains(part);
  }

  private static LinkSettings with(LinkSettings link, String part) {
    if (part.equals("half-duplex")) {
      return link.withHalfDuplex();
    } else if (part.equals("jitter-reorder")) {
      return overtaking(overtaking(link, Direction.UP), Direction.DOWN);
    }
    Spelt.Pair pair =
        Spelt.pair("link", part, '=', "a profile (" + LinkProfile.labels() + ") or SETTING=VALUE");
    return with(link, pair.first(), pair.second());
  }

  private static LinkSettings overtaking(LinkSettings link, Direction direction) {
    PathSettings path = link.path(direction);
    return link.with(direction, path.with(path.delays().withOvertaking()));
  }

  private static LinkSettings with(LinkSettings link, String name, String value) {
    if (name.startsWith("up-")) {
      return oneWay(link, Direction.UP, name, name.substring("up-".length()), value);
    } else if (name.startsWith("down-")) {
      return oneWay(link, Direction.DOWN, name, name.substring("down-".length()), value);
    } else if (PathSetting.find(name).isPresent()) {
      LinkSettings up = oneWay(link, Direction.UP, name, name, value);
      return oneWay(up, Direction.DOWN, name, name, value);
    }
    return ofBoth(link, name, value);
  }

  private static LinkSettings oneWay(
      LinkSettings link, Direction direction, String what, String label, String value) {
    Optional<PathSetting> setting = PathSetting.find(label);
    if (setting.isEmpty()) {
      throw unknown(what);
    }
    return link.with(direction, setting.get().in(link.path(direction), what, value));
  }

  private static LinkSettings ofBoth(LinkSettings link, String name, String value) {
    Incidents incidents = link.incidents();
    return switch (name) {
      case "overhead" -> link.withOverhead(overhead(value));
      case "nat-timeout" -> link.with(incidents.withNatTimeout(Quantity.time(name, value)));
      case "rebind" ->
          link.with(incidents.withRebindAt(Spelt.list(value, one -> Quantity.time(name, one))));
      case "rebind-after" ->
          link.with(incidents.withRebindAfter(Spelt.list(value, one -> Quantity.bytes(name, one))));
      case "blackout-after" ->
          link.with(incidents.withBlackoutsAfter(Spelt.list(value, LinkSpelling::blackoutAfter)));
      default -> throw unknown(name);
    };
  }

  private static int overhead(String value) {
    long octets = Quantity.bytes("overhead", value);
    if (octets > LARGEST_OVERHEAD) {
      throw new InvalidValueException("overhead", "at most " + LARGEST_OVERHEAD + " octets", value);
    }
    return (int) octets;
  }

  private static BlackoutAfter blackoutAfter(String text) {
    String what = "blackout-after";
    Spelt.Pair pair = Spelt.pair(what, text, ':', "octets and length, as 128KiB:60s");
    return new BlackoutAfter(
        Quantity.bytes(what, pair.first()), Quantity.time(what, pair.second()));
  }

  private static InvalidValueException unknown(String name) {
    return new InvalidValueException("link setting", SETTINGS, name);
  }
}
