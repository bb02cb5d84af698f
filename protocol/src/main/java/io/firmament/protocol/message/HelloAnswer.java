package io.firmament.protocol.message;

import java.util.Optional;

/** What the server answers to a hello, or says by its answer's code alone. */
public sealed interface HelloAnswer extends Message {
  /** Nothing for you: an empty 2.04. */
  record Nothing() implements HelloAnswer {}

  /**
   * An update is due.
   *
   * @param offer what is offered
   */
  record Update(Offer offer) implements HelloAnswer {}

  /** The digest is not known: say the full hello. */
  record SendFull() implements HelloAnswer {}

  /**
   * Something is being prepared: come back.
   *
   * @param seconds after this time, 1 to 4294967295
   */
  record Wait(long seconds) implements HelloAnswer {}

  /**
   * There is a newer root document than the device's: it fetches those that it lacks, one by one,
   * and looks at the offer after that.
   *
   * @param number the newest one's, 1 to 4294967295
   * @param offer the update that is due, if one is
   */
  record NewRoot(long number, Optional<Offer> offer) implements HelloAnswer {}
}
