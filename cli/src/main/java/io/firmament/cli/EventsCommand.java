package io.firmament.cli;

import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows events as they happen. */
@Command(
    name = "events",
    description = {
      "Shows events as they happen, until it is stopped. When the connection breaks, it goes on",
      "behind the last event that it showed, and misses none."
    })
final class EventsCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;

  @Parameters(
      paramLabel = "PREFIX",
      arity = "0..1",
      description = "Only events whose names begin so.")
  private Optional<String> prefix = Optional.empty();

  @Option(names = "--product", paramLabel = "P", description = "Only those of this product.")
  private Optional<String> product = Optional.empty();

  @Option(names = "--device", paramLabel = "D", description = "Only those of this device.")
  private Optional<String> device = Optional.empty();

  @Option(
      names = "--after",
      paramLabel = "ID",
      description =
          "Those behind this event, too: its id, as --json shows it; 0 for all that are kept.")
  private Optional<Long> after = Optional.empty();

  @Option(names = "--max", paramLabel = "N", description = "Ends after so many.")
  private Optional<Long> most = Optional.empty();

  @Option(
      names = "--reconnect",
      defaultValue = "60",
      paramLabel = "S",
      description = "How long it tries to come back, in seconds (default: ${DEFAULT-VALUE}).")
  private long patience;

  EventsCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    OptionalLong from = after.map(OptionalLong::of).orElse(OptionalLong.empty());
    EventReader reader = new EventReader(api.client(host), path(), from);
    EventTally tally = new EventTally(host, api.json(), most.orElse(Long.MAX_VALUE));
    reader.read(tally, patience);
    return ExitCode.DONE;
  }

  private String path() {
    StringBuilder path = new StringBuilder("/v1");
    product.ifPresent(p -> path.append("/products/").append(ApiClient.segment(p)));
    device.ifPresent(d -> path.append("/devices/").append(ApiClient.segment(d)));
    path.append("/events");
    prefix.ifPresent(text -> path.append('/').append(ApiClient.segment(text)));
    return path.toString();
  }
}
