package io.firmament.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Waits for what a release comes to (features CLI2, REL10). */
@Command(
    name = "wait",
    description = {
      "Waits until so many of the devices whose target is a version run it.",
      "",
      "It ends with 0 when they do; with 3 when so many have failed that they cannot any more, or",
      "when the release is halted; with 4 when its time is over; with 1 when the version is no",
      "device's target. A server that is away for a while is waited for."
    })
final class WaitCommand implements Step {
  private static final long POLL_MILLIS = 1_000;

  private final Host host;
  @Mixin private ApiOptions api;
  @Mixin private ProductOption product;

  @Parameters(paramLabel = "VERSION", description = "The version.")
  private int version;

  @Option(
      names = "--percent",
      defaultValue = "100",
      paramLabel = "N",
      description = "How many of the devices, from 1 to 100 (default: ${DEFAULT-VALUE}).")
  private int percent;

  @Option(
      names = "--timeout",
      defaultValue = "3600",
      paramLabel = "S",
      description = "How long it waits, in seconds (default: ${DEFAULT-VALUE}).")
  private long timeoutSeconds;

  WaitCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    if (percent < 1 || percent > 100) {
      throw CommandFailedException.usage(
          "--percent must be from 1 to 100, but was " + percent, "leave it out for all devices");
    }
    ApiClient client = api.client(host);
    Progress progress = new Progress(host, "updated");
    long begun = System.nanoTime();
    RolloutStand stand = RolloutStand.read(client, product.path(), version);
    progress.show(stand.updated(), stand.devices());
    while (!stand.reached(percent)) {
      refuseFailed(stand);
      if (System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(timeoutSeconds)) {
        throw ended(ExitCode.TOO_LATE, "after " + timeoutSeconds + " s: ", stand);
      }
      pause();
      stand = next(client, stand);
      progress.show(stand.updated(), stand.devices());
    }
    ObjectNode answer = ((ObjectNode) stand.counts()).put("version", version);
    return api.done(host, answer, "version " + version + ": " + stand.text());
  }

  private void refuseFailed(RolloutStand stand) throws CommandFailedException {
    if (stand.halted().isPresent()) {
      throw ended(
          ExitCode.DEVICES_FAILED, "the release is halted, " + stand.halted().get() + ": ", stand);
    }
    if (stand.cannotReach(percent)) {
      throw ended(ExitCode.DEVICES_FAILED, "too many have failed: ", stand);
    }
  }

  private CommandFailedException ended(int code, String why, RolloutStand stand) {
    return CommandFailedException.ended(
        code,
        "version " + version + " has not come to " + percent + " % " + why + stand.text(),
        "'firmament device list --product " + product.name() + "' says how each device is");
  }

  /** A server that is away keeps nobody from waiting. */
  private RolloutStand next(ApiClient client, RolloutStand before) throws CommandFailedException {
    try {
      return RolloutStand.read(client, product.path(), version);
    } catch (CommandFailedException away) {
      if (away.isPassing()) {
        return before;
      }
      throw away;
    }
  }

  private static void pause() throws CommandFailedException {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailedException.failed("interrupted", "");
    }
  }
}
