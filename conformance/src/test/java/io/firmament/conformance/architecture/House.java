package io.firmament.conformance.architecture;

import java.util.List;
import java.util.stream.Stream;

/**
 * The rooms of the house below one root package, as ArchUnit package patterns.
 *
 * @param root {@code io.firmament}, or the root of the planted violations
 */
record House(String root) {
  static final House FIRMAMENT = new House("io.firmament");
  static final House PLANTED = new House("planted.firmament");

  /** The server's decision core in its order: each may look right only. */
  private static final List<String> CORE_ORDER =
      List.of("access", "trigger", "session", "transfer", "targeting", "release", "device");

  private static final List<String> SERVER_DOORS =
      List.of("coap", "rest", "events", "store", "console", "telemetry");

  /** A room and those inside it. */
  String room(String name) {
    return root + "." + name + "..";
  }

  /** A room alone. */
  String roomAlone(String name) {
    return root + "." + name;
  }

  String everything() {
    return root + "..";
  }

  List<String> serverCoreInOrder() {
    return CORE_ORDER.stream().map(name -> room("server." + name)).toList();
  }

  List<String> serverDoors() {
    return SERVER_DOORS.stream().map(name -> room("server." + name)).toList();
  }

  List<String> deviceDoors() {
    return List.of(room("device.link"), room("device.slot"), room("device.relay"));
  }

  /** Where nothing is read from the world: no clock, no chance, no files, no threads. */
  String[] pure() {
    return Stream.concat(
            Stream.of(room("protocol"), room("device.core"), room("device.emulation")),
            serverCoreInOrder().stream())
        .toArray(String[]::new);
  }

  /** The rooms in {@code some}, and {@code others}. */
  static String[] rooms(List<String> some, String... others) {
    return Stream.concat(some.stream(), Stream.of(others)).toArray(String[]::new);
  }
}
