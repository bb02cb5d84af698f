package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists a product's firmware. */
@Command(name = "list", description = "Lists a product's firmware.")
final class FirmwareListCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;

  @Mixin private ProductOption product;

  FirmwareListCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    JsonNode list = Pages.all(api.client(host), product.path() + "/firmware", "");
    if (api.json()) {
      host.out().println(list);
      return ExitCode.DONE;
    }
    Table table =
        new Table("VERSION", "SIZE", "FORMAT", "ENCODINGS", "DEVICES", "RELEASED", "TITLE");
    for (JsonNode firmware : list) {
      table.row(
          firmware.path("version").asText(),
          firmware.path("size").asText(),
          firmware.path("format").asText(),
          encodings(firmware),
          firmware.path("device_count").asText(),
          released(firmware),
          firmware.path("title").asText());
    }
    table.print(host.out(), host.columns());
    return ExitCode.DONE;
  }

  private static String encodings(JsonNode firmware) {
    List<String> made = new ArrayList<>();
    firmware.path("encodings").forEach(encoding -> made.add(encoding.path("coding").asText()));
    List<String> failed = new ArrayList<>();
    for (JsonNode gap : firmware.path("encoding_gaps")) {
      if (!gap.path("cause").asText().equals("not-smaller")) {
        failed.add(" (no " + gap.path("coding").asText() + ")");
      }
    }
    return String.join(",", made)
        + String.join("", failed)
        + (firmware.path("encoded").asBoolean() ? "" : ",…");
  }

  private static String released(JsonNode firmware) {
    if (firmware.path("withdrawn").asBoolean()) {
      return "withdrawn";
    }
    List<String> to = new ArrayList<>();
    if (firmware.path("product_default").asBoolean()) {
      to.add("all");
    }
    firmware.path("groups").forEach(group -> to.add(group.asText()));
    String whom = to.isEmpty() ? "-" : String.join(",", to);
    return firmware.path("intelligent").asBoolean() ? whom + ", at once" : whom;
  }
}
