package io.firmament.server.rest;

import java.time.Duration;

/**
 * What a stranger, or a client gone wrong, can make the HTTP server spend. All of them are listed
 * in docs/operations.md, "Limits".
 *
 * @param connections connections at a time
 * @param headerBytes the request line and the headers of a request
 * @param bodyBytes a body that is not a file
 * @param uploadBytes an uploaded file
 * @param uploads uploads at a time
 * @param streamsPerToken event streams at a time that one token may have
 * @param streams event streams at a time
 * @param tokenTries wrong tokens that an address may try at once
 * @param tokenTryEvery how long it then takes until it may try one more
 * @param bodyGrace how long a body may come as slowly as it likes
 * @param bodyBytesPerSecond how fast it must come on average from then on
 * @param logins logins at a time
 * @param loginTries wrong passwords that may be tried for a user at once
 * @param loginTryEvery how long it then takes until one more may be tried
 * @param keepAlive the longest silence on an event stream
 * @param stalledAfter how long a reader may leave what was sent to it unread
 * @param idle how long a connection may be silent in the middle of a request
 */
public record RestLimits(
    int connections,
    int headerBytes,
    int bodyBytes,
    long uploadBytes,
    int uploads,
    int streamsPerToken,
    int streams,
    int tokenTries,
    Duration tokenTryEvery,
    Duration bodyGrace,
    int bodyBytesPerSecond,
    int logins,
    int loginTries,
    Duration loginTryEvery,
    Duration keepAlive,
    Duration stalledAfter,
    Duration idle) {
  /** What a server starts with. */
  public static final RestLimits DEFAULT =
      new RestLimits(
          512,
          8 * 1024,
          256 * 1024,
          64L * 1024 * 1024,
          4,
          20,
          256,
          10,
          Duration.ofSeconds(6),
          Duration.ofSeconds(30),
          1_024,
          4,
          20,
          Duration.ofSeconds(30),
          Duration.ofSeconds(7),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30));
}
