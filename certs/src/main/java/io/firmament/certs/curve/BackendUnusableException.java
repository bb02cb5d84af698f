package io.firmament.certs.curve;

/** Somebody wants a backend that does not work here. */
public final class BackendUnusableException extends Exception {
  private static final long serialVersionUID = 1L;

  BackendUnusableException(CurveBackend backend, String why) {
    super(backend.label() + " cannot compute on elliptic curves here: " + why);
  }
}
