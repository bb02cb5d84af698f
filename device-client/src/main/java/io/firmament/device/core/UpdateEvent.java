package io.firmament.device.core;

import java.time.Duration;

/** What the update machine is told: by the link, by the application, by the clock. */
public sealed interface UpdateEvent {
  // ---- The link

  /**
   * An answer came.
   *
   * @param exchange the number of the {@link UpdateAction.Send}
   * @param answer what it says
   */
  record Answered(long exchange, LinkAnswer answer) implements UpdateEvent {}

  /**
   * A request will not be answered any more: repeated in vain, rejected, or no handshake came
   * about.
   *
   * @param exchange the number of the {@link UpdateAction.Send}
   * @param why for people
   */
  record Unanswered(long exchange, String why) implements UpdateEvent {}

  /**
   * The cloud has ended the association: nothing that it sends will arrive on it any more.
   *
   * @param why for people
   */
  record Closed(String why) implements UpdateEvent {}

  /**
   * The cloud asks something of the device.
   *
   * @param request to be given back with the answer
   * @param method what is to be done
   * @param path the path, segments joined by {@code /}
   * @param payload its content
   * @param continued whether it asks for a later block of an answer that was begun
   */
  record Asked(
      long request, LinkRequest.Method method, String path, byte[] payload, boolean continued)
      implements UpdateEvent {
    /** A request that continues none. */
    public Asked(long request, LinkRequest.Method method, String path, byte[] payload) {
      this(request, method, path, payload, false);
    }
  }

  // ---- The application

  /** The application wants to be connected. */
  record Connect() implements UpdateEvent {}

  /**
   * The application wants to be off.
   *
   * @param sleep for how long; zero where it does not know
   * @param sleeping whether the device sleeps, rather than that the application disconnects
   */
  record Leave(Duration sleep, boolean sleeping) implements UpdateEvent {}

  /** The application wants its DTLS session forgotten (DEV13). */
  record EndSession() implements UpdateEvent {}

  /**
   * The application permits or forbids updates (DEV1, DEV2).
   *
   * @param enabled whether an update may start
   */
  record SwitchUpdates(boolean enabled) implements UpdateEvent {}

  /**
   * The application permits or forbids resets (DEV9).
   *
   * @param enabled whether a complete update may be applied by a reset
   */
  record SwitchReset(boolean enabled) implements UpdateEvent {}

  /** The application asks for a reset now. */
  record ResetNow() implements UpdateEvent {}

  /**
   * The application has something to say.
   *
   * @param name the event's name, segments separated by {@code /}
   * @param data text of at most 864 octets
   */
  record Publish(String name, String data) implements UpdateEvent {}

  /**
   * The application tested itself, as {@link UpdateAction.SelfTest} asked.
   *
   * @param passed whether it works
   */
  record SelfTested(boolean passed) implements UpdateEvent {}

  // ---- The clock

  /** The device has started, or the moment of the last {@link UpdateAction.WakeAt} has come. */
  record Woken() implements UpdateEvent {}
}
