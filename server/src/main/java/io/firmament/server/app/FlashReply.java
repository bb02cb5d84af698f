package io.firmament.server.app;

import java.util.Locale;

/** What becomes of the wish to flash a device. */
public sealed interface FlashReply {
  /** The device has taken the offer. */
  record Started() implements FlashReply {}

  /** The device runs exactly this image: nothing is sent (feature TGT12). */
  record Running() implements FlashReply {}

  /**
   * Nothing happens, now or later.
   *
   * @param why the code
   * @param message expected and actual, for a person
   * @param hint what to do
   */
  record Refused(Why why, String message, String hint) implements FlashReply {}

  /** Why a device is not flashed: the closed list. */
  enum Why {
    /** It is not here, or did not answer. */
    OFFLINE,
    /** Its application forbids updates now. */
    UPDATES_DISABLED,
    /** Another update is on its way to it, or has not proved itself yet. */
    BUSY,
    /** Nobody let it in. */
    NOT_APPROVED,
    /** The file is made for other hardware. */
    WRONG_PLATFORM,
    /** The file is made for another product. */
    WRONG_PRODUCT,
    /** Neither the server nor the device takes a file of that size. */
    TOO_LARGE,
    /** The file does not fit for another reason. */
    INCOMPATIBLE,
    /** The loop guard holds the image back. */
    LOOP_GUARD,
    /** The product is signed elsewhere, and no manifest came with the file. */
    OFFLINE_SIGNED,
    /** The manifest that came with the file is not to be believed, or is about something else. */
    BAD_MANIFEST,
    /** A bundle of an application and its assets. */
    BUNDLE,
    /** Source code. */
    SOURCE,
    /** The file is damaged. */
    UNREADABLE,
    /** The device has refused it for another reason. */
    REFUSED;

    /** As programs compare it: {@code updates_disabled}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
