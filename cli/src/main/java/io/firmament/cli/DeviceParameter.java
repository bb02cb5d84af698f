package io.firmament.cli;

import picocli.CommandLine.Parameters;

/** Which device a command is about: its first parameter. */
final class DeviceParameter {
  @Parameters(index = "0", paramLabel = "D", description = "Its id or name.")
  private String device;

  /** As it was given. */
  String name() {
    return device;
  }

  /** Where it is. */
  String path() {
    return "/v1/devices/" + ApiClient.segment(device);
  }
}
