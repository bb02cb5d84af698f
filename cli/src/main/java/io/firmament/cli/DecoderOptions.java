package io.firmament.cli;

import io.firmament.device.DecoderSettings;
import io.firmament.protocol.value.Coding;
import io.firmament.protocol.value.InvalidValueException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** What a simulated device decodes. */
final class DecoderOptions {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,10})(KiB|MiB)?");

  @Option(
      names = "--codings",
      paramLabel = "LIST",
      split = ",",
      description = "What it decodes besides identity (default: all of deflate,lzma,zstd).")
  private List<String> codings = List.of();

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description = "The memory that a decoder may take, such as 32KiB (default: 1MiB).")
  private Optional<String> memory = Optional.empty();

  /**
   * What was asked for.
   *
   * @throws InvalidValueException when a coding or a size is not one
   */
  DecoderSettings settings() {
    Set<Coding> wanted =
        codings.isEmpty()
            ? DecoderSettings.DEFAULT.codings()
            : codings.stream()
                .map(DecoderOptions::coding)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Coding.class)));
    return new DecoderSettings(
        wanted, memory.map(DecoderOptions::bytes).orElse(DecoderSettings.DEFAULT.memoryBytes()));
  }

  private static Coding coding(String label) {
    return Arrays.stream(Coding.values())
        .filter(coding -> coding.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidValueException(
                    "coding",
                    Arrays.stream(Coding.values()).map(Coding::label).toList().toString(),
                    label));
  }

  private static long bytes(String size) {
    Matcher matcher = SIZE.matcher(size);
    if (!matcher.matches()) {
      throw new InvalidValueException("memory", "bytes, KiB or MiB, such as 32KiB", size);
    }
    long number = Long.parseLong(matcher.group(1));
    String unit = matcher.group(2);
    return unit == null ? number : unit.equals("KiB") ? number << 10 : number << 20;
  }
}
