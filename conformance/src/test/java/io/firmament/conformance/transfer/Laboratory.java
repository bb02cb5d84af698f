package io.firmament.conformance.transfer;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.firmament.certs.CredentialException;
import io.firmament.certs.CredentialKind;
import io.firmament.certs.DeviceCredential;
import io.firmament.cli.process.CommandProcess;
import io.firmament.conformance.scenario.Cloud;
import io.firmament.conformance.scenario.Operator;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A cloud with a product for each size of image, and as many devices as are asked for. */
final class Laboratory implements AutoCloseable {
  /** What devices are updated to at first. */
  static final int FIRST_VERSION = 2;

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int STATUS_CREATED = 201;

  /**
   * Devices with images of one size.
   *
   * @param number as devices know it
   * @param slug as the API knows it
   */
  private record Product(long number, String slug) {}

  private final Cloud cloud;
  private final SecureRandom random = new SecureRandom();
  private final Map<Integer, Product> products = new TreeMap<>();
  private final AtomicInteger devices = new AtomicInteger();
  private final Semaphore starting = new Semaphore(1, true);

  private Laboratory(Cloud cloud) {
    this.cloud = cloud;
  }

  /** Starts a cloud, with a product for each of these sizes. */
  static Laboratory open(Path folder, Iterable<Integer> imageSizes)
      throws IOException, InterruptedException {
    return open(folder, imageSizes, List.of());
  }

  /** The same, on a JVM with these options. */
  static Laboratory open(Path folder, Iterable<Integer> imageSizes, List<String> jvmOptions)
      throws IOException, InterruptedException {
    Laboratory laboratory = new Laboratory(Cloud.start(folder, jvmOptions));
    boolean ready = false;
    try {
      for (int imageBytes : imageSizes) {
        laboratory.makeProduct(imageBytes);
      }
      ready = true;
      return laboratory;
    } finally {
      if (!ready) {
        laboratory.close();
      }
    }
  }

  /** Random octets, which no coding makes smaller: the image is what is transferred. */
  static byte[] image(int bytes) {
    return image(bytes, FIRST_VERSION);
  }

  /** The image of a later version, which has nothing in common with that of the first. */
  private static byte[] image(int bytes, int version) {
    byte[] image = new byte[bytes];
    new Random(((long) version << Integer.SIZE) + bytes).nextBytes(image);
    return image;
  }

  private void makeProduct(int imageBytes) throws IOException, InterruptedException {
    if (products.containsKey(imageBytes)) {
      return;
    }
    JsonNode product =
        cloud
            .operator()
            .post(
                "/v1/products",
                Map.of("name", "Images of " + imageBytes, "platform_id", 1),
                STATUS_CREATED)
            .get("product");
    products.put(imageBytes, new Product(product.get("id").asLong(), product.get("slug").asText()));
    upload(imageBytes, FIRST_VERSION);
  }

  /**
   * Uploads an image of its own as a version, and waits until it is encoded.
   *
   * @param imageBytes a size that this laboratory has a product for
   */
  void upload(int imageBytes, int version) throws IOException, InterruptedException {
    String slug = products.get(imageBytes).slug();
    Path image = cloud.folder().resolve("image-" + imageBytes + "-" + version);
    Files.write(image, image(imageBytes, version));
    Operator operator = cloud.operator();
    HttpResponse<String> uploaded = operator.tryUpload(slug, image, version);
    if (uploaded.statusCode() != STATUS_CREATED) {
      throw new IOException("the image was not taken: " + uploaded.body());
    }
    String path = "/v1/products/" + slug + "/firmware/" + version;
    await().atMost(PATIENCE).until(() -> operator.get(path).get("encoded").asBoolean());
  }

  /** A new device. {@link #tellToUpdate} begins its update. */
  synchronized DueDevice device(int imageBytes) throws IOException, InterruptedException {
    Product product = products.get(imageBytes);
    String id = "%024x".formatted(devices.incrementAndGet());
    DeviceCredential credential = makeCredential(id);
    cloud.operator().device(product.slug(), id, Operator.base64(credential.proof().secret()));
    Path folder = Files.createDirectory(cloud.folder().resolve("device-" + id));
    Path factory = Files.write(folder.resolve("factory"), new byte[] {1});
    Path shown = cloud.certs().resolve("devices").resolve(id);
    return new DueDevice(id, product.number(), factory, shown, folder);
  }

  private DeviceCredential makeCredential(String id) throws IOException {
    try {
      DeviceCredential.make(cloud.certs(), id, CredentialKind.PSK, random);
      return DeviceCredential.read(cloud.certs().resolve("devices").resolve(id));
    } catch (CredentialException e) {
      throw new IOException("no credential for a device", e);
    }
  }

  /** A new device that will be updated as soon as it comes. */
  DueDevice dueDevice(int imageBytes) throws IOException, InterruptedException {
    DueDevice device = device(imageBytes);
    tellToUpdate(device);
    return device;
  }

  void tellToUpdate(DueDevice device) throws IOException, InterruptedException {
    tellToUpdate(device, FIRST_VERSION);
  }

  void tellToUpdate(DueDevice device, int version) throws IOException, InterruptedException {
    cloud
        .operator()
        .put(
            "/v1/devices/" + device.id(),
            Map.of("desired_firmware_version", version, "flash", true));
  }

  /**
   * Starts a device's process, one after the other: a program that starts keeps the processor so
   * busy that the first round trips of others would be longer.
   *
   * @param port where it finds the cloud
   * @param most after so long it gives up
   * @param phase the others wait until it is in this phase, or has ended
   * @param onLine called with each line of its report
   */
  CommandProcess start(
      DueDevice device, int port, Duration most, String phase, Consumer<String> onLine)
      throws IOException, InterruptedException {
    starting.acquire();
    try {
      return startedUntil(phase, device.start(port, most, onLine));
    } finally {
      starting.release();
    }
  }

  private static CommandProcess startedUntil(String phase, CommandProcess process) {
    boolean reached = false;
    try {
      await().atMost(PATIENCE).until(() -> !process.isAlive() || hasReached(process, phase));
      reached = true;
      return process;
    } finally {
      if (!reached) {
        process.close();
      }
    }
  }

  private static boolean hasReached(CommandProcess process, String phase) {
    String said = "\"phase\":\"" + phase + "\"";
    return process.lines().stream().anyMatch(line -> line.contains(said));
  }

  Cloud cloud() {
    return cloud;
  }

  @Override
  public void close() {
    cloud.close();
  }
}
