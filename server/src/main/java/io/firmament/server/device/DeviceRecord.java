package io.firmament.server.device;

import io.firmament.protocol.message.HelloDigest;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.InvalidValueException;
import io.firmament.protocol.value.ProductId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A device as it is remembered. Its secrets are kept apart.
 *
 * @param id who it is
 * @param product the product that it is registered with
 * @param name its name for people, unique; its id where nobody gave it one
 * @param approval whether it is let in
 * @param assignment what the operators decided for it
 * @param facts what it last said of itself; empty until its first full hello
 * @param failures images that failed on it
 * @param contact when it was here and when it wants to come again
 * @param lastCommand the highest command id sent to it; 0 before the first
 * @param notes free text, at most 2,000 characters
 * @param addedAt when it was registered or first seen
 */
public record DeviceRecord(
    DeviceId id,
    ProductId product,
    String name,
    Approval approval,
    Assignment assignment,
    Optional<DeviceFacts> facts,
    List<Failure> failures,
    Contact contact,
    long lastCommand,
    String notes,
    Instant addedAt) {
  private static final int MAX_NAME = 80;
  private static final int MAX_NOTES = 2_000;

  /**
   * @throws InvalidValueException when the name is blank, too long, or another device's id, or the
   *     notes are too long
   */
  public DeviceRecord {
    failures = List.copyOf(failures);
    boolean foreignId = DeviceId.isDeviceId(name) && !name.equals(id.hex());
    if (name.isBlank() || name.length() > MAX_NAME || foreignId) {
      throw new InvalidValueException(
          "device name", "1 to " + MAX_NAME + " characters and no device id", name);
    }
    if (notes.length() > MAX_NOTES) {
      throw new InvalidValueException(
          "device notes", "at most " + MAX_NOTES + " characters", notes.length());
    }
  }

  /** A device that nobody has heard of yet. */
  public static DeviceRecord added(
      DeviceId id, ProductId product, String name, Approval approval, Instant now) {
    return new DeviceRecord(
        id,
        product,
        name,
        approval,
        Assignment.NONE,
        Optional.empty(),
        List.of(),
        Contact.NEVER,
        0,
        "",
        now);
  }

  /** Whether this is the digest of what it last said of itself. */
  public boolean isKnownAs(HelloDigest digest) {
    return facts.filter(f -> f.digest().equals(digest)).isPresent();
  }

  /** The failure for which this image is held back now, if it is. */
  public Optional<Failure> heldBack(Digest image) {
    if (failures.isEmpty()) {
      return Optional.empty();
    }
    return facts.flatMap(
        f ->
            failures.stream()
                .filter(failure -> failure.image().equals(image) && failure.holdsBack(f))
                .findFirst());
  }

  /** Until when the loop guard holds this image back, if it does now. */
  public Optional<Instant> guard(Digest image, Instant now) {
    if (failures.isEmpty()) {
      return Optional.empty();
    }
    return failures.stream()
        .filter(failure -> failure.image().equals(image))
        .flatMap(failure -> failure.guardedUntil().stream())
        .filter(now::isBefore)
        .findFirst();
  }

  /** Whether an operator stopped this image on its way here. */
  public boolean isCancelled(Digest image) {
    return failures.stream()
        .anyMatch(f -> f.image().equals(image) && f.cause() == FailureClass.CANCELLED);
  }

  /** The same device, let in or not. */
  public DeviceRecord withApproval(Approval now) {
    return new DeviceRecord(
        id, product, name, now, assignment, facts, failures, contact, lastCommand, notes, addedAt);
  }

  /** The same device with another name. */
  public DeviceRecord withName(String now) {
    return new DeviceRecord(
        id,
        product,
        now,
        approval,
        assignment,
        facts,
        failures,
        contact,
        lastCommand,
        notes,
        addedAt);
  }

  /** The same device with other notes. */
  public DeviceRecord withNotes(String now) {
    return new DeviceRecord(
        id,
        product,
        name,
        approval,
        assignment,
        facts,
        failures,
        contact,
        lastCommand,
        now,
        addedAt);
  }

  /** The same device under other decisions. */
  public DeviceRecord withAssignment(Assignment now) {
    return new DeviceRecord(
        id, product, name, approval, now, facts, failures, contact, lastCommand, notes, addedAt);
  }

  /** The same device after it said what it is. */
  public DeviceRecord withFacts(DeviceFacts now) {
    return new DeviceRecord(
        id,
        product,
        name,
        approval,
        assignment,
        Optional.of(now),
        failures,
        contact,
        lastCommand,
        notes,
        addedAt);
  }

  /** The same device, heard or announced. */
  public DeviceRecord withContact(Contact now) {
    return new DeviceRecord(
        id, product, name, approval, assignment, facts, failures, now, lastCommand, notes, addedAt);
  }

  /** The same device after one more command. */
  public DeviceRecord withLastCommand(long now) {
    return new DeviceRecord(
        id, product, name, approval, assignment, facts, failures, contact, now, notes, addedAt);
  }

  /** The same device, with nothing held against any image (the verb {@code retry}). */
  public DeviceRecord withoutFailures() {
    return withFailures(List.of());
  }

  /** The same device, with nothing held against this image. */
  public DeviceRecord withoutFailures(Digest image) {
    return withFailures(failures.stream().filter(f -> !f.image().equals(image)).toList());
  }

  /** The same device, which is not lost with this image: it has come back and said what became. */
  public DeviceRecord foundWith(Digest image) {
    return withFailures(
        failures.stream()
            .filter(f -> f.cause() != FailureClass.LOST || !f.image().equals(image))
            .toList());
  }

  /** The same device after a failure; an equal one before is counted on. */
  public DeviceRecord withFailure(Failure failure) {
    List<Failure> kept = new ArrayList<>();
    Failure counted = failure;
    for (Failure old : failures) {
      if (old.image().equals(failure.image()) && old.cause() == failure.cause()) {
        counted = failure.countedOn(old);
      } else {
        kept.add(old);
      }
    }
    kept.add(counted);
    return withFailures(kept);
  }

  private DeviceRecord withFailures(List<Failure> now) {
    return new DeviceRecord(
        id, product, name, approval, assignment, facts, now, contact, lastCommand, notes, addedAt);
  }
}
