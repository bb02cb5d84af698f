package io.firmament.conformance.transfer;

import static org.awaitility.Awaitility.await;

import io.firmament.certs.CredentialException;
import io.firmament.certs.DeviceCredential;
import io.firmament.cli.process.CommandProcess;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;

/**
 * Two at a time on one emulated link.
 *
 * @param laboratory the cloud and its devices
 * @param relays where the links come from
 */
record SharedLink(Laboratory laboratory, Relays relays) {
  private static final Duration START = Duration.ofMinutes(2);
  private static final int PREFIX_BYTES = 9;
  private static final double NANOS = 1e9;

  /** How much longer than by itself each of two may take. */
  private static final int SLOWER = 5;

  private static Duration now() {
    return Duration.ofNanos(System.nanoTime());
  }

  private static Duration most(EmulatedPath path, int imageBytes) {
    return path.ideal(imageBytes).multipliedBy(SLOWER).plus(START);
  }

  /**
   * Two devices are online, and are told to update at the same moment.
   *
   * @return the larger part of the blocks while both went on, in percent
   */
  double together(EmulatedPath path, int imageBytes, long seed)
      throws IOException, InterruptedException, TransferFailedException {
    DueDevice one = laboratory.device(imageBytes);
    DueDevice other = laboratory.device(imageBytes);
    Advance ofOne = new Advance();
    Advance ofOther = new Advance();
    Duration most = most(path, imageBytes);
    try (Relay relay = relays.open(path, seed, laboratory.cloud().coapPort());
        CommandProcess first =
            laboratory.start(
                one, relay.port(), most, "connected", line -> ofOne.take(line, now()));
        CommandProcess second =
            laboratory.start(
                other, relay.port(), most, "connected", line -> ofOther.take(line, now()))) {
      laboratory.tellToUpdate(one);
      laboratory.tellToUpdate(other);
      DueDevice.awaitUpdated(first, most);
      DueDevice.awaitUpdated(second, most);
    }
    return Advance.largerPercent(ofOne, ofOther);
  }

  /**
   * A standard client has the link for itself for a while, and then beside a device that updates.
   * It fetches the same blob from the same server, with the credential of another device.
   *
   * @param aWhile how long it has the link for itself
   */
  StopAndWait beside(EmulatedPath path, int imageBytes, long seed, Duration aWhile)
      throws IOException, InterruptedException, TransferFailedException {
    DueDevice another = laboratory.device(imageBytes);
    DueDevice device = laboratory.dueDevice(imageBytes);
    Duration most = most(path, imageBytes);
    try (Relay relay = relays.open(path, seed, laboratory.cloud().coapPort());
        BlockwiseClient client = new BlockwiseClient(relay.port(), another.id(), key(another))) {
      client.keepGetting("b/" + prefix(Laboratory.image(imageBytes)));
      await().atMost(START).until(() -> client.blocks() > 0);
      Duration begin = now();
      double alone =
          rateDuring(
              client,
              () ->
                  await()
                      .atMost(aWhile.plus(START))
                      .until(() -> now().minus(begin).compareTo(aWhile) >= 0));
      Advance advance = new Advance();
      try (CommandProcess process =
          laboratory.start(
              device, relay.port(), most, "started", line -> advance.take(line, now()))) {
        double beside =
            rateDuring(
                client,
                () ->
                    await()
                        .atMost(most)
                        .failFast("the device ended", () -> !process.isAlive())
                        .until(() -> advance.end().isPresent()));
        DueDevice.awaitUpdated(process, most);
        return new StopAndWait(alone, beside);
      }
    }
  }

  private static double rateDuring(BlockwiseClient client, Runnable pastime) {
    long before = client.blocks();
    Duration from = now();
    pastime.run();
    return (client.blocks() - before) * NANOS / now().minus(from).toNanos();
  }

  private static byte[] key(DueDevice device) throws IOException {
    try {
      return DeviceCredential.read(device.credentials()).proof().secret();
    } catch (CredentialException e) {
      throw new IOException("the credential of a device cannot be read", e);
    }
  }

  private static String prefix(byte[] blob) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(blob);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(digest, PREFIX_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
