package io.firmament.conformance.transfer;

/** A transfer did not come to its end. */
final class TransferFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  TransferFailedException(String message) {
    super(message);
  }
}
