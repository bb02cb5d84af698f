package io.firmament.protocol.message;

/**
 * Why a device refuses or gives up an update. The numbers are a registry (docs/protocol.md,
 * "Reasons").
 */
public enum RefusalReason {
  /** The manifest is not what the protocol says. */
  MALFORMED_MANIFEST(1),
  /** The manifest's signature does not hold. */
  BAD_SIGNATURE(2),
  /** The manifest is signed with a key that the device does not know. */
  UNKNOWN_KEY(3),
  /** The manifest is signed with a key that was revoked. */
  REVOKED_KEY(4),
  /** The manifest is for another product. */
  WRONG_PRODUCT(5),
  /** The manifest is for another platform. */
  WRONG_PLATFORM(6),
  /** The manifest is for another device. */
  WRONG_DEVICE(7),
  /** The security number is below the device's floor. */
  BELOW_FLOOR(8),
  /** The manifest or the offer is expired. */
  EXPIRED(9),
  /** The version is lower, and the offer does not say that this is meant. */
  DOWNGRADE(10),
  /** The encoded size is not plausible for the image. */
  ENCODED_TOO_LARGE(11),
  /** There is no room for the encoded image. */
  NO_SPACE(12),
  /** The image is larger than the slot. */
  IMAGE_TOO_LARGE(13),
  /** A module that the image needs is missing or too old. */
  UNMET_DEPENDENCY(14),
  /** No offered coding can be decoded here. */
  CODING(15),
  /** The manifest's digest is not the offered one. */
  WRONG_MANIFEST(16),
  /** What was fetched does not have the offered digest. */
  ENCODED_DIGEST(17),
  /** What was fetched cannot be decoded. */
  DECODE_FAILED(18),
  /** The decoded image does not have the signed digest. */
  IMAGE_DIGEST(19),
  /** The device's storage failed. */
  STORAGE(20),
  /** Updates are disabled at the device. */
  UPDATES_DISABLED(21),
  /** Another update is running or on trial. */
  BUSY(22),
  /** The new version said that it does not work. */
  SELF_TEST(23),
  /** The new version ended without a word in every attempt. */
  CRASHED(24),
  /** The new version did not reach the cloud in its time. */
  NOT_CONFIRMED(25),
  /** The cloud cancelled it. */
  CANCELLED(26),
  /** The blob or the manifest was not there. */
  NOT_FOUND(27),
  /** The device runs this image already. */
  ALREADY_RUNNING(28),
  /** The manifest is signed with a key that is known, and not for this product. */
  KEY_NOT_FOR_PRODUCT(29),
  /** The manifest's key is not known, and the root document that may know it is not believed. */
  UNTRUSTED_ROOT(30);

  private final int wire;

  RefusalReason(int wire) {
    this.wire = wire;
  }

  /** The number on the wire. */
  public int wire() {
    return wire;
  }
}
