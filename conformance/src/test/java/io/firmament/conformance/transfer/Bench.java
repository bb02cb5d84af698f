package io.firmament.conformance.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import io.firmament.cli.process.CommandProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/**
 * Makes single transfers over emulated links.
 *
 * @param laboratory the cloud and its devices
 * @param relays where the links come from
 */
record Bench(Laboratory laboratory, Relays relays) {
  private static final double NANOS = 1e9;
  private static final int SLOWEST = 20;
  private static final Duration START = Duration.ofMinutes(3);
  private static final String IDENTITY = "peer";
  private static final byte[] KEY =
      "a key of 32 octets for the peer.".getBytes(StandardCharsets.US_ASCII);

  /** One of the project's devices fetches an image. */
  Transferred device(EmulatedPath path, int imageBytes, long seed)
      throws IOException, InterruptedException, TransferFailedException {
    DueDevice device = laboratory.dueDevice(imageBytes);
    Duration most = most(path, imageBytes);
    try (Relay relay = relays.open(path, seed, laboratory.cloud().coapPort());
        CommandProcess process =
            laboratory.start(device, relay.port(), most, "transferring", line -> {})) {
      JsonNode summary = DueDevice.awaitUpdated(process, most);
      return transferred(summary, imageBytes, relay.end());
    }
  }

  /** What a device says of its transfer. */
  static Transferred transferred(JsonNode summary, int imageBytes, Relay.RelayTraffic traffic)
      throws TransferFailedException {
    if (summary.get("encodedBytes").asInt() != imageBytes) {
      throw new TransferFailedException("the image was not transferred as it is: " + summary);
    }
    return new Transferred(
        imageBytes,
        seconds(summary, "transferSeconds"),
        traffic,
        summary.get("repeatedBlocks").asLong(),
        seconds(summary, "leastRoundTripSeconds"),
        seconds(summary, "medianRoundTripSeconds"));
  }

  private static Duration seconds(JsonNode summary, String key) {
    return Duration.ofNanos(Math.round(summary.get(key).asDouble() * NANOS));
  }

  /** The peer fetches the same octets, one block after the other. */
  Transferred peer(EmulatedPath path, int imageBytes, long seed)
      throws IOException, InterruptedException, TransferFailedException {
    byte[] image = Laboratory.image(imageBytes);
    Map<String, byte[]> contents = Map.of("image", image, "small", new byte[1]);
    try (BlockwiseServer server = new BlockwiseServer(IDENTITY, KEY, contents);
        Relay relay = relays.open(path, seed, server.port());
        BlockwiseClient client = new BlockwiseClient(relay.port(), IDENTITY, KEY)) {
      client.get("small", START);
      long before = client.blocks();
      long begin = System.nanoTime();
      byte[] got = client.get("image", most(path, imageBytes).multipliedBy(SLOWEST));
      Duration taken = Duration.ofNanos(System.nanoTime() - begin);
      if (!Arrays.equals(got, image)) {
        throw new TransferFailedException("the peer got other octets");
      }
      int blocks = imageBytes / BlockwiseServer.BLOCK_BYTES;
      long repeated = client.blocks() - before - blocks;
      Duration each = taken.dividedBy(blocks);
      return new Transferred(imageBytes, taken, relay.end(), repeated, each, each);
    }
  }

  private static Duration most(EmulatedPath path, int imageBytes) {
    Duration dark = path.blackout().map(EmulatedPath.Blackout::length).orElse(Duration.ZERO);
    return path.ideal(imageBytes).multipliedBy(3).plus(dark).plus(START);
  }
}
