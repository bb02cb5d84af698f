package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * How far the devices are whose target is a version.
 *
 * @param counts {@code devices}, and of these {@code updated}, {@code running}, {@code failed},
 *     {@code rolled_back}, {@code lost} and {@code pending}
 * @param halted why the latest release of the version is halted, if it is
 */
record RolloutStand(JsonNode counts, Optional<String> halted) {
  /**
   * Asks the server.
   *
   * @throws CommandFailedException when it is no device's target
   */
  static RolloutStand read(ApiClient client, String product, int version)
      throws CommandFailedException {
    JsonNode counts =
        client.get(product + "/summary").path("versions").path(Integer.toString(version));
    if (counts.path("devices").asInt() == 0) {
      throw CommandFailedException.failed(
          "version " + version + " is no device's target",
          "release it with 'firmament release " + version + " --product P'");
    }
    for (JsonNode release : client.get(product + "/releases").path("releases")) {
      if (release.path("version").asInt() == version) {
        JsonNode why = release.path("halted");
        return new RolloutStand(counts, Optional.of(why.asText()).filter(t -> why.isTextual()));
      }
    }
    return new RolloutStand(counts, Optional.empty());
  }

  long devices() {
    return counts.path("devices").asLong();
  }

  long updated() {
    return counts.path("updated").asLong();
  }

  private long failed() {
    return counts.path("failed").asLong()
        + counts.path("rolled_back").asLong()
        + counts.path("lost").asLong();
  }

  /** Whether so many percent of the devices run it. */
  boolean reached(int percent) {
    return updated() * 100 >= devices() * percent;
  }

  /** Whether so many percent cannot be reached any more. */
  boolean cannotReach(int percent) {
    return (devices() - failed()) * 100 < devices() * percent;
  }

  /** For a person. */
  String text() {
    return String.format(
        "%d of %d devices updated, %s under way, %s failed, %s went back, %s lost, %s pending",
        updated(),
        devices(),
        counts.path("running").asText(),
        counts.path("failed").asText(),
        counts.path("rolled_back").asText(),
        counts.path("lost").asText(),
        counts.path("pending").asText());
  }
}
