package io.firmament.device.core;

import java.util.List;
import java.util.OptionalInt;

/**
 * A request of the device to the cloud.
 *
 * @param method what is to be done
 * @param path the segments of the path
 * @param payload its content, at most 1024 octets; not copied, not changed by anybody
 * @param confirmable whether the link repeats it until it is acknowledged (RFC 7252 section 4.2)
 * @param block the block that is asked for, of 1024 octets; empty for a request without Block2
 * @param handshake what the link does before it sends
 */
public record LinkRequest(
    Method method,
    List<String> path,
    byte[] payload,
    boolean confirmable,
    OptionalInt block,
    Handshake handshake) {
  /** Octets in a block. */
  public static final int BLOCK_BYTES = 1024;

  /** What may be done with a resource. */
  public enum Method {
    /** Read it. */
    GET,
    /** Hand something over. */
    POST,
    /** Set it. */
    PUT,
    /** End it. */
    DELETE
  }

  /** What the link does before it sends a request. */
  public enum Handshake {
    /** Handshakes only where there is no connection; abbreviated, if a session is remembered. */
    IF_NEEDED,
    /** An abbreviated handshake; in full where no session is remembered. */
    RESUME,
    /** A full handshake. */
    FULL
  }

  /** Keeps a copy of the path. */
  public LinkRequest {
    path = List.copyOf(path);
  }

  static LinkRequest post(List<String> path, byte[] payload) {
    return new LinkRequest(
        Method.POST, path, payload, true, OptionalInt.empty(), Handshake.IF_NEEDED);
  }

  static LinkRequest get(List<String> path, boolean confirmable) {
    return new LinkRequest(
        Method.GET, path, new byte[0], confirmable, OptionalInt.empty(), Handshake.IF_NEEDED);
  }

  static LinkRequest get(List<String> path, int block, boolean confirmable) {
    return new LinkRequest(
        Method.GET, path, new byte[0], confirmable, OptionalInt.of(block), Handshake.IF_NEEDED);
  }

  LinkRequest after(Handshake first) {
    return new LinkRequest(method, path, payload, confirmable, block, first);
  }
}
