package io.firmament.device.link;

/** The link cannot be opened on this machine. The hint is for people. */
public final class LinkFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  LinkFailedException(String message, Throwable cause) {
    super(message, cause);
  }

  /** What a person can do about it. */
  public String hint() {
    return "check the machine's network: the device needs a UDP socket, on any free port";
  }
}
